import { describeValue } from './describe-value.ts';
import { FerError } from './errors.ts';
import type { RasterImage } from './image.ts';
import { typedArrayName } from './typed-array-name.ts';

/** Most pixels that an image may have: a quarter of a gigapixel, past any camera. */
export const MAX_IMAGE_PIXELS = 2 ** 28;

/**
 * Checks that pixels are what `RasterImage` says.
 *
 * @param subject what to call the image in the message
 * @throws FerError `FER_IMAGE_INVALID`
 */
export function assertRasterImage(image: unknown, subject = 'The image'): asserts image is RasterImage {
  if (typeof image !== 'object' || image === null) {
    throw invalid(
      subject,
      `must be an object with data, width, height and channels, but is ${describeValue(image)}`,
    );
  }
  const { data, width, height, channels } = image as Partial<RasterImage>;
  const arrayName = typedArrayName(data);
  if (data === undefined || (arrayName !== 'Uint8Array' && arrayName !== 'Uint8ClampedArray')) {
    throw invalid(subject, 'must have `data` of type Uint8Array or Uint8ClampedArray');
  }
  assertImageSize(width, height, subject);
  if (channels !== 1 && channels !== 3 && channels !== 4) {
    throw invalid(subject, `must have 1, 3 or 4 channels, but has ${describeValue(channels)}`, { channels });
  }
  const expected = width! * height! * channels;
  if (data.length !== expected) {
    throw invalid(
      subject,
      `of ${width}×${height} pixels and ${channels} channels must have ${expected} values, but has ${data.length}`,
      { width, height, channels, expected, received: data.length },
    );
  }
}

/** @throws FerError `FER_IMAGE_INVALID` unless both are positive whole numbers and their product is sane */
export function assertImageSize(width: unknown, height: unknown, subject = 'The image'): void {
  const sides = { width, height };
  for (const [side, value] of Object.entries(sides)) {
    if (!Number.isInteger(value) || (value as number) <= 0) {
      throw invalid(
        subject,
        `must have a ${side} of at least 1 whole pixel, but has ${describeValue(value)}`,
        sides,
      );
    }
  }
  if ((width as number) * (height as number) > MAX_IMAGE_PIXELS) {
    throw invalid(
      subject,
      `must have at most ${MAX_IMAGE_PIXELS} pixels, but has ${width}×${height}; make it smaller first`,
      sides,
    );
  }
}

function invalid(subject: string, problem: string, details: Record<string, unknown> = {}): FerError {
  return new FerError('FER_IMAGE_INVALID', `${subject} ${problem}.`, { details });
}
