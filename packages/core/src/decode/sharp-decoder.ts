import { MAX_IMAGE_PIXELS } from '../assert-raster-image.ts';
import { FerError } from '../errors.ts';
import type { ImageDecoder } from '../extension-points/image-decoder.ts';
import type { RasterImage } from '../image.ts';
import { memoizePromise } from '../memoize-promise.ts';
import { type PictureKind, pictureKind } from './picture-kind.ts';
import { isNode } from './platform.ts';

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

/** The kinds that the prebuilt sharp reads. */
const KINDS: readonly PictureKind[] = ['JPEG', 'PNG', 'GIF', 'WebP', 'TIFF', 'AVIF'];

/** Hidden from bundlers for browsers, which would otherwise take sharp and half of Node in. */
const PACKAGE: string = 'sharp';

/**
 * Decodes with sharp (libvips), in Node. Colours become sRGB, 16 bits and CMYK become 8-bit RGB, an animation is its
 * first frame, and harmless flaws of a file are passed over, but a file cut short is an error.
 *
 * @param options.lib sharp itself; default: the installed one, loaded when first needed
 */
export function createSharpDecoder(options: { readonly lib?: SharpLike } = {}): ImageDecoder {
  const load = memoizePromise(async () => options.lib ?? importSharp());
  return {
    id: 'sharp',
    apiVersion: 1,
    isSupported: () =>
      load().then(
        () => true,
        () => false,
      ),
    sniff: (bytes) => KINDS.some((kind) => kind === pictureKind(bytes)),
    decode: async (bytes) => decodeWith(await load(), bytes),
  };
}

async function importSharp(): Promise<SharpLike> {
  if (!isNode()) throw new FerError('FER_DECODER_MISSING', 'works in Node only');
  try {
    const imported = await import(/* @vite-ignore */ /* webpackIgnore: true */ PACKAGE);
    return imported.default;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const problem =
      code === 'ERR_MODULE_NOT_FOUND' ? 'is not installed' : `cannot be loaded (${message.trim()})`;
    throw new FerError('FER_DECODER_MISSING', `sharp ${problem}. Run: npm install sharp`, { cause });
  }
}

async function decodeWith(sharp: SharpLike, bytes: Uint8Array): Promise<RasterImage> {
  try {
    const { data, info } = await sharp(bytes, {
      failOn: 'error',
      limitInputPixels: MAX_IMAGE_PIXELS,
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
    if (message.includes('exceeds pixel limit')) {
      throw new FerError(
        'FER_IMAGE_INVALID',
        `it has more than ${MAX_IMAGE_PIXELS} pixels; make it smaller first`,
        { details: { limit: MAX_IMAGE_PIXELS }, cause },
      );
    }
    throw new FerError('FER_IMAGE_DECODE', message.trim(), { cause });
  }
}
