import { assertOptions } from '../assert-options.ts';
import { FerError } from '../errors.ts';
import type { DecodeOptions, ImageDecoder } from '../extension-points/image-decoder.ts';
import { memoizePromise } from '../memoize-promise.ts';
import type { SharpLike } from './decode-with-sharp.ts';
import { type PictureKind, pictureKind } from './picture-kind.ts';
import { pictureSize } from './picture-size.ts';
import { DEFAULT_MAX_PIXELS } from './pixel-limit.ts';
import { isNode } from './platform.ts';
import { shrinkFactor } from './shrink-factor.ts';

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
  const load = memoizePromise(async () => {
    if (!isNode()) throw new FerError('FER_DECODER_MISSING', 'works in Node only');
    const { decodeWithSharp, loadSharp } = await import('./only-in-node.ts');
    const sharp = lib ?? (loadSharp() as SharpLike);
    return (bytes: Uint8Array, { maxPixels = DEFAULT_MAX_PIXELS, minSide }: DecodeOptions) => {
      const size = pictureSize(bytes);
      const mayShrink = size !== undefined && shrinkFactor(size, minSide) < 1;
      return decodeWithSharp(sharp, bytes, maxPixels, mayShrink ? minSide : undefined);
    };
  });
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
    async decode(bytes, options = {}) {
      const decode = await load();
      if (!sniff(bytes)) throw new FerError('FER_IMAGE_DECODE', `it is none of ${KINDS.join(', ')}`);
      return decode(bytes, options);
    },
  };
}
