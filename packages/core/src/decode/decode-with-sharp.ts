import { FerError } from '../errors.ts';
import type { RasterImage } from '../image.ts';
import { tooManyPixels } from './pixel-limit.ts';

/** What is needed of a pipeline of sharp. */
interface SharpPipeline {
  rotate(): SharpPipeline;
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
 * Decodes a picture file with sharp.
 *
 * @throws FerError `FER_IMAGE_DECODE` if it is damaged, `FER_IMAGE_INVALID` beyond `maxPixels`
 */
export async function decodeWithSharp(
  sharp: SharpLike,
  bytes: Uint8Array,
  maxPixels: number,
): Promise<RasterImage> {
  try {
    const { data, info } = await sharp(asBuffer(bytes), {
      failOn: 'error',
      limitInputPixels: maxPixels,
      sequentialRead: true,
    })
      .rotate()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return {
      data,
      width: info.width,
      height: info.height,
      channels: info.channels as RasterImage['channels'],
    };
  } catch (cause) {
    const { message } = cause as Error;
    if (message.includes('exceeds pixel limit')) throw tooManyPixels(maxPixels, { cause });
    throw new FerError('FER_IMAGE_DECODE', message.trim(), { cause });
  }
}

/** What sharp knows as bytes also where this code runs in a realm of its own (Jest); threads cannot change it meanwhile. */
function asBuffer(bytes: Uint8Array): Uint8Array {
  const { Buffer } = process.getBuiltinModule('node:buffer');
  const isShared = Object.prototype.toString.call(bytes.buffer) === '[object SharedArrayBuffer]';
  return isShared ? Buffer.from(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
