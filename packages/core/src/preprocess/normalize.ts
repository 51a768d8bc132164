import { describeValue } from '../describe-value.ts';
import { FerError } from '../errors.ts';
import type { InputSpec } from '../input-spec.ts';
import { typedArrayName } from '../typed-array-name.ts';

/**
 * Maps gray levels 0..255 linearly to `range`: `low + level / 255 * (high - low)`.
 *
 * @param out default: a new array; may be `gray` itself
 * @throws FerError `FER_INVALID_ARGUMENT` if `out` has another length than `gray`, or an argument another type
 */
export function scaleToRange(
  gray: Float32Array | Uint8Array,
  range: InputSpec['range'],
  out: Float32Array = new Float32Array(gray?.length ?? 0),
): Float32Array {
  const types = [typedArrayName(gray), typedArrayName(out)];
  if (!/^(Float32|Uint8|Uint8Clamped)Array$/.test(types[0] ?? '') || types[1] !== 'Float32Array') {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      'scaleToRange takes gray levels as Float32Array or Uint8Array, and gives a Float32Array.',
    );
  }
  assertRange(range);
  if (out.length !== gray.length) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `The output of scaleToRange must have the ${gray.length} elements of its input, but has ${out.length}.`,
      { details: { expected: gray.length, received: out.length } },
    );
  }
  const [low, high] = range;
  const step = (high - low) / 255;
  for (let i = 0; i < gray.length; i++) out[i] = low + gray[i]! * step;
  return out;
}

/** @throws FerError `FER_INVALID_ARGUMENT` unless it is two numbers that are finite as float32, as is their distance */
export function assertRange(range: unknown): asserts range is InputSpec['range'] {
  if (Array.isArray(range) && range.length === 2 && range.every(Number.isFinite)) {
    const [low, high] = range;
    if ([low, high, high - low].every((value) => Number.isFinite(Math.fround(value)))) return;
  }
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `The range of pixels must be two finite numbers, [-1, 1] say, but is ${describeValue(range)}.`,
  );
}
