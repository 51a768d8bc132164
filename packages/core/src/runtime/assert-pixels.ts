import { describeValue } from '../describe-value.ts';
import { FerError } from '../errors.ts';
import type { InputSpec } from '../input-spec.ts';
import { typedArrayName } from '../typed-array-name.ts';

/**
 * Checks the arguments of `Network.predict`; every runtime calls it first.
 *
 * @param pixels must be `[batch, height, width, channels]` float32 of `input`
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function assertPixels(
  pixels: unknown,
  batch: unknown,
  input: InputSpec,
): asserts pixels is Float32Array {
  if (!Number.isInteger(batch) || (batch as number) < 1) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `A batch must have at least 1 image, a whole number, but came as ${describeValue(batch)}.`,
      { details: { batch } },
    );
  }
  if (!isFloat32Array(pixels)) {
    throw new FerError('FER_INVALID_ARGUMENT', 'Pixels must be a Float32Array, NHWC.', {
      details: { batch },
    });
  }
  const { width, height, channels } = input;
  const expected = (batch as number) * height * width * channels;
  if (pixels.length !== expected) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `A batch of ${batch} images of ${height}×${width}×${channels} must have ${expected} pixels, but has ${pixels.length}.`,
      { details: { batch, expected, received: pixels.length } },
    );
  }
}

function isFloat32Array(value: unknown): value is Float32Array {
  return typedArrayName(value) === 'Float32Array';
}
