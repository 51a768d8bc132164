import { FerError } from '../errors.ts';
import type { DecodedImage, RasterImage } from '../image.ts';
import type { PictureSize } from './picture-size.ts';
import { tooManyPixels } from './pixel-limit.ts';

/** What is needed of a pipeline of sharp. */
interface SharpPipeline {
  metadata(): Promise<PictureSize & { readonly orientation?: number | undefined }>;
  rotate(): SharpPipeline;
  resize(options: { width: number; height: number; fit: 'fill' }): SharpPipeline;
  flatten(options: { background: string }): SharpPipeline;
  toColourspace(space: 'srgb'): SharpPipeline;
  raw(options: { depth: 'uchar' }): SharpPipeline;
  toBuffer(options: { resolveWithObject: true }): Promise<{
    data: Uint8Array;
    info: { readonly width: number; readonly height: number; readonly channels: number };
  }>;
}

/** What is needed of the package sharp: its default export. */
export type SharpLike = (
  input: Uint8Array,
  options: { failOn: 'error'; limitInputPixels: number; sequentialRead: boolean },
) => SharpPipeline;

/**
 * Decodes a picture file with sharp. Where `minSide` is given, it becomes the shorter side of the picture: of a JPEG only a part
 * of the coefficients is decoded (1/2, 1/4 or 1/8, libjpeg's), of a WebP fewer pixels are coloured, and what is left is
 * resized (Lanczos).
 *
 * @throws FerError `FER_IMAGE_DECODE` if it is damaged, `FER_IMAGE_INVALID` beyond `maxPixels`
 */
export async function decodeWithSharp(
  sharp: SharpLike,
  bytes: Uint8Array,
  maxPixels: number,
  minSide?: number,
): Promise<DecodedImage> {
  try {
    const pipeline = sharp(asBuffer(bytes), {
      failOn: 'error',
      limitInputPixels: maxPixels,
      sequentialRead: true,
    }).rotate();
    const fullSize = minSide === undefined ? undefined : await uprightSize(pipeline);
    if (fullSize !== undefined) {
      const factor = Math.min(1, Math.ceil(minSide!) / Math.min(fullSize.width, fullSize.height));
      const [width, height] = [fullSize.width, fullSize.height].map((side) => Math.round(side * factor));
      pipeline.resize({ width: width!, height: height!, fit: 'fill' });
    }
    const { data, info } = await pipeline
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return {
      data,
      width: info.width,
      height: info.height,
      channels: info.channels as RasterImage['channels'],
      ...(fullSize && { fullSize }),
    };
  } catch (cause) {
    const { message } = cause as Error;
    if (message.includes('exceeds pixel limit')) throw tooManyPixels(maxPixels, { cause });
    throw new FerError('FER_IMAGE_DECODE', message.trim(), { cause });
  }
}

/** EXIF 2.32, tag 0x0112: orientations from 5 on exchange the sides. */
async function uprightSize(pipeline: SharpPipeline): Promise<PictureSize> {
  const { width, height, orientation = 1 } = await pipeline.metadata();
  return orientation < 5 ? { width, height } : { width: height, height: width };
}

/** What sharp knows as bytes also where this code runs in a realm of its own (Jest); threads cannot change it meanwhile. */
function asBuffer(bytes: Uint8Array): Uint8Array {
  const { Buffer } = process.getBuiltinModule('node:buffer');
  const isShared = Object.prototype.toString.call(bytes.buffer) === '[object SharedArrayBuffer]';
  return isShared ? Buffer.from(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
