import { FerError } from '../errors.ts';
import type { ImageDecoder } from '../extension-points/image-decoder.ts';
import type { RasterImage } from '../image.ts';
import type { DrawableSource, ImageSource, PixelSource } from '../image-source.ts';
import { createRegistry, type Lookup } from '../plugin/registry.ts';
import { typedArrayName } from '../typed-array-name.ts';
import { builtinDecoders } from './builtin-decoders.ts';
import { decodePicture } from './decode-picture.ts';
import { drawSource } from './draw-source.ts';
import { assertFileSize } from './file-size.ts';
import { parseLocation, readLocation } from './read-location.ts';
import { takePixels } from './take-pixels.ts';

export interface LoadImageOptions {
  /** The decoders of a registry, first come first asked; default: those of `builtinDecoders`. */
  readonly decoders?: Lookup<ImageDecoder>;
  readonly signal?: AbortSignal;
}

/**
 * Gets the pixels of anything that can be looked at: upright (EXIF), opaque (alpha laid on white), 8 bits, sRGB.
 * Bytes of pixels without alpha are passed through and not copied.
 *
 * @throws FerError `FER_IMAGE_NOT_FOUND` if a path or URL leads nowhere; `FER_IMAGE_DECODE` if a file is damaged or
 * no picture; `FER_DECODER_MISSING` if nothing here can decode; `FER_IMAGE_INVALID` if pixels or a size are wrong or
 * there is nothing to see yet; `FER_INVALID_ARGUMENT` if the source is something else
 * @throws `signal.reason` when aborted
 */
export async function loadImage(source: ImageSource, options: LoadImageOptions = {}): Promise<RasterImage> {
  const { signal } = options;
  signal?.throwIfAborted();
  const decode = async (bytes: Uint8Array, name: string) => {
    signal?.throwIfAborted();
    const decoders = options.decoders ?? createRegistry([builtinDecoders]).decoders;
    return decodePicture(bytes, name, decoders.list(), signal);
  };

  if (isLocation(source)) {
    const location = parseLocation(source);
    return decode(await readLocation(location, signal), location.name);
  }
  if (isBlob(source)) {
    const name = 'name' in source ? String(source.name) : `in a Blob (${source.type || 'of no type'})`;
    assertFileSize(source.size, name);
    return decode(new Uint8Array(await source.arrayBuffer()), name);
  }
  if (isBuffer(source)) return decode(new Uint8Array(source), 'in an ArrayBuffer');
  if (isEncoded(source)) return decode(source, 'in a Uint8Array');
  if (isPixels(source)) return takePixels(source);
  if (isDrawable(source)) return drawSource(source, signal);
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    'An image must be a path, a URL, a Blob, the bytes of a file, { data, width, height }, an <img>, <video>, ' +
      `<canvas>, ImageBitmap or VideoFrame, but it is ${describe(source)}.`,
    { details: { received: describe(source) } },
  );
}

function isLocation(source: unknown): source is string | URL {
  return typeof source === 'string' || tagOf(source) === 'URL';
}

function isBlob(source: unknown): source is Blob {
  return has(source, 'arrayBuffer') && has(source, 'size');
}

function isBuffer(source: unknown): source is ArrayBuffer {
  return tagOf(source) === 'ArrayBuffer' || tagOf(source) === 'SharedArrayBuffer';
}

function isEncoded(source: unknown): source is Uint8Array {
  return typedArrayName(source) === 'Uint8Array';
}

function isPixels(source: unknown): source is PixelSource {
  return has(source, 'data') && has(source, 'width') && has(source, 'height');
}

function isDrawable(source: unknown): source is DrawableSource {
  return (
    has(source, 'videoWidth') ||
    has(source, 'naturalWidth') ||
    has(source, 'displayWidth') ||
    has(source, 'getContext') ||
    tagOf(source) === 'ImageBitmap'
  );
}

function has(source: unknown, key: string): boolean {
  return typeof source === 'object' && source !== null && key in source;
}

/** `URL`, `ArrayBuffer`, `HTMLImageElement` …: unlike `instanceof` it sees across frames. */
function tagOf(source: unknown): string {
  return Object.prototype.toString.call(source).slice('[object '.length, -1);
}

function describe(source: unknown): string {
  return typeof source === 'object' && source !== null ? `a ${tagOf(source)}` : String(source);
}
