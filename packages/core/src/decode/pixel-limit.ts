import { FerError } from '../errors.ts';

/**
 * Most pixels of a picture that is decoded, by default: 2^26, 67 megapixels. A file of some kilobytes may promise a
 * gigapixel, and each pixel costs 3 bytes, up to 11 while an interlaced picture is read. Phones and cameras with
 * sensors of up to 64 megapixels are let through, as is whatever 108 or 200 megapixels give in their usual, binned mode.
 */
export const DEFAULT_MAX_PIXELS = 2 ** 26;

/** That a picture is too big; decoders say `it`, and its name is put before. */
export function tooManyPixels(
  maxPixels: number,
  { subject = 'it', cause }: { subject?: string; cause?: unknown } = {},
): FerError {
  return new FerError(
    'FER_IMAGE_INVALID',
    `${subject} has more than ${maxPixels} pixels; make it smaller, or allow more with \`maxPixels\`.`,
    { details: { maxPixels }, cause },
  );
}
