import { assertOptions } from '../assert-options.ts';
import { FerError } from '../errors.ts';
import type { ImageDecoder } from '../extension-points/image-decoder.ts';
import type { RasterImage } from '../image.ts';
import { memoizePromise } from '../memoize-promise.ts';
import { loadSharp } from './load-sharp.ts';
import { type PictureKind, pictureKind } from './picture-kind.ts';
import { DEFAULT_MAX_PIXELS, tooManyPixels } from './pixel-limit.ts';

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

export interface SharpDecoderOptions {
  /** sharp itself; default: the installed one, loaded when first needed. */
  readonly lib?: SharpLike;
}

const OPTIONS = { lib: true } satisfies Record<keyof SharpDecoderOptions, true>;

/** The kinds that the prebuilt sharp reads, but for SVG and PDF: they are programs, and may name other files. */
const KINDS: readonly PictureKind[] = ['JPEG', 'PNG', 'GIF', 'WebP', 'TIFF', 'AVIF'];

/**
 * Decodes with sharp (libvips), in Node. Colours become sRGB, 16 bits and CMYK become 8-bit RGB, an animation is its
 * first frame, and harmless flaws of a file are passed over, but a file cut short is an error.
 *
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function createSharpDecoder(options: SharpDecoderOptions = {}): ImageDecoder {
  assertOptions(options, OPTIONS, 'createSharpDecoder');
  const { lib } = options;
  if (lib !== undefined && typeof lib !== 'function') {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      'createSharpDecoder: `lib` must be sharp itself: its default export.',
    );
  }
  const load = memoizePromise(async () => lib ?? (loadSharp() as SharpLike));
  const sniff = (bytes: Uint8Array) => KINDS.some((kind) => kind === pictureKind(bytes));
  return {
    id: 'sharp',
    apiVersion: 1,
    isSupported: () =>
      load().then(
        () => true,
        () => false,
      ),
    sniff,
    async decode(bytes, { maxPixels = DEFAULT_MAX_PIXELS } = {}) {
      const sharp = await load();
      if (!sniff(bytes)) throw new FerError('FER_IMAGE_DECODE', `it is none of ${KINDS.join(', ')}`);
      return decodeWith(sharp, bytes, maxPixels);
    },
  };
}

async function decodeWith(sharp: SharpLike, bytes: Uint8Array, maxPixels: number): Promise<RasterImage> {
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
