import { FerError } from '../errors.ts';
import type { ImageDecoder } from '../extension-points/image-decoder.ts';
import { readCanvasPixels } from './canvas-pixels.ts';
import { pictureKind } from './picture-kind.ts';
import { type PictureSize, pictureSize } from './picture-size.ts';
import { DEFAULT_MAX_PIXELS, tooManyPixels } from './pixel-limit.ts';
import { hasCanvas } from './platform.ts';
import { shrinkFactor } from './shrink-factor.ts';

/** Decodes with what the browser has, in pages and workers. It reads BMP everywhere, TIFF nowhere, HEIC in Safari. */
export function createBrowserDecoder(): ImageDecoder {
  const isHere = () => typeof createImageBitmap === 'function' && hasCanvas();
  return {
    id: 'browser',
    apiVersion: 1,
    isSupported: async () => isHere(),
    sniff(bytes) {
      const kind = pictureKind(bytes);
      return kind !== undefined && kind !== 'TIFF';
    },
    async decode(bytes, { maxPixels = DEFAULT_MAX_PIXELS, minSide } = {}) {
      if (!isHere()) throw new FerError('FER_DECODER_MISSING', 'works in browsers only');
      const stored = pictureSize(bytes);
      assertSize(stored, maxPixels);
      const factor = shrinkFactor(stored, minSide);
      const long = Math.max(stored.width, stored.height);
      const bitmap = await toBitmap(bytes, factor < 1 ? { resizeWidth: Math.ceil(long * factor) } : {});
      try {
        assertSize(bitmap, maxPixels);
        const image = readCanvasPixels(bitmap, bitmap.width, bitmap.height);
        if (factor === 1) return image;
        const isTurned = bitmap.width > bitmap.height !== stored.width > stored.height;
        return { ...image, fullSize: isTurned ? { width: stored.height, height: stored.width } : stored };
      } finally {
        bitmap.close();
      }
    },
  };
}

/** A browser tells the size of a picture only when it has filled the memory with it. */
function assertSize(size: PictureSize | undefined, maxPixels: number): asserts size is PictureSize {
  if (size === undefined) throw new FerError('FER_IMAGE_DECODE', 'its header does not tell its size');
  if (size.width * size.height > maxPixels) throw tooManyPixels(maxPixels);
}

/** @param size default: in full; the height follows. Of the picture as it is upright, so that of a tall one more is left. */
async function toBitmap(bytes: Uint8Array, size: { resizeWidth?: number }): Promise<ImageBitmap> {
  try {
    // A Blob copies, so memory that is shared with threads is welcome too.
    const blob = new Blob([new Uint8Array(bytes)]);
    return await createImageBitmap(blob, {
      imageOrientation: 'from-image',
      resizeQuality: 'high',
      ...size,
    });
  } catch (cause) {
    throw new FerError('FER_IMAGE_DECODE', (cause as Error).message, { cause });
  }
}
