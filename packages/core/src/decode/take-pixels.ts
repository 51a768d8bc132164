import { assertImageSize, assertRasterImage } from '../assert-raster-image.ts';
import { FerError } from '../errors.ts';
import type { RasterImage } from '../image.ts';
import type { PixelSource } from '../image-source.ts';
import { typedArrayName } from '../typed-array-name.ts';
import { flattenAlpha } from './flatten-alpha.ts';

/**
 * Takes pixels that are already there. Bytes without alpha are not copied; float32 is rounded to bytes.
 *
 * @throws FerError `FER_IMAGE_INVALID`
 */
export function takePixels({ data, width, height, channels }: PixelSource): RasterImage {
  if (typedArrayName(data) === 'Float32Array') {
    const gray = { data: toBytes(data as Float32Array), width, height, channels: channels ?? 1 } as const;
    assertRasterImage(gray);
    if (gray.channels !== 1) throw invalid('of float32 must be gray, of 1 channel', { channels });
    return gray;
  }
  assertImageSize(width, height);
  const image = { data, width, height, channels: channels ?? data?.length / (width * height) };
  assertRasterImage(image);
  return flattenAlpha(image);
}

function toBytes(levels: Float32Array): Uint8ClampedArray {
  let highest = 0;
  let isWhole = true;
  for (const level of levels) {
    // Written so that NaN is refused too.
    if (!(level >= 0 && level <= 255))
      throw invalid(`must have gray levels in 0..255, but has ${level}`, { level });
    if (level > highest) highest = level;
    if (level !== Math.floor(level)) isWhole = false;
  }
  if (highest <= 1 && !isWhole) {
    throw invalid('seems to have gray levels in 0..1, but needs 0..255: multiply them by 255', { highest });
  }
  return Uint8ClampedArray.from(levels);
}

function invalid(problem: string, details: Record<string, unknown>): FerError {
  return new FerError('FER_IMAGE_INVALID', `The image ${problem}.`, { details });
}
