import { abortable } from '../abortable.ts';
import { assertOptions } from '../assert-options.ts';
import { assertSignal } from '../assert-signal.ts';
import { describeValue } from '../describe-value.ts';
import { FerError } from '../errors.ts';
import type { ImageDecoder } from '../extension-points/image-decoder.ts';
import type { DecodedImage } from '../image.ts';
import type { DrawableSource, ImageSource, PixelSource } from '../image-source.ts';
import { messageOf } from '../message-of.ts';
import { createRegistry, type Lookup } from '../plugin/registry.ts';
import { typedArrayName } from '../typed-array-name.ts';
import { builtinDecoders } from './builtin-decoders.ts';
import { decodePicture } from './decode-picture.ts';
import { drawSource } from './draw-source.ts';
import { assertFileSize } from './file-size.ts';
import { assertPictureLimits, type PictureLimits } from './picture-limits.ts';
import { DEFAULT_MAX_PIXELS } from './pixel-limit.ts';
import { parseLocation, readLocation } from './read-location.ts';
import { takePixels } from './take-pixels.ts';

export interface LoadImageOptions extends PictureLimits {
  /** The decoders of a registry, first come first asked; default: those of `builtinDecoders`. */
  readonly decoders?: Lookup<ImageDecoder>;
  /**
   * A picture in a file may come smaller, with its `fullSize`, if its shorter side still has as many pixels: a large JPEG
   * is decoded in about half the time. Default: in full.
   */
  readonly minSide?: number;
  /** Told that a decoder of a plugin's failed, where another one decoded the picture. Default: nobody is. */
  readonly onWarning?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal;
}

const OPTIONS = {
  allow: true,
  decoders: true,
  maxPixels: true,
  minSide: true,
  onWarning: true,
  signal: true,
  timeoutMs: true,
} satisfies Record<keyof LoadImageOptions, true>;

/**
 * Gets the pixels of anything that can be looked at: upright (EXIF), opaque (alpha laid on white), 8 bits, sRGB.
 * Bytes of pixels without alpha are passed through and not copied. A string is the path of a file of this machine, or
 * an address, whose redirects are followed: `allow` says which.
 *
 * @throws FerError `FER_IMAGE_NOT_FOUND` if a path or URL leads nowhere, or not in time; `FER_IMAGE_DECODE` if a file
 * is damaged or no picture; `FER_DECODER_MISSING` if nothing here can decode; `FER_IMAGE_INVALID` if pixels or a size
 * are wrong, or there are more than `maxPixels`, or there is nothing to see yet; `FER_PLUGIN_FAILED`, `FER_PLUGIN_RESULT`,
 * `FER_PLUGIN_TIMEOUT` naming a decoder that broke its contract where no other can; `FER_INVALID_ARGUMENT` if the source is
 * something else or not allowed, or an option is wrong
 * @throws `signal.reason` when aborted
 */
export async function loadImage(source: ImageSource, options: LoadImageOptions = {}): Promise<DecodedImage> {
  let signal: AbortSignal | undefined;
  try {
    assertOptions(options, OPTIONS, 'loadImage');
    assertPictureLimits(options, 'loadImage');
    assertSignal(options.signal, 'loadImage');
    assertMinSide(options.minSide);
    signal = options.signal;
    signal?.throwIfAborted();
    return await abortable(load(source, options), signal);
  } catch (cause) {
    signal?.throwIfAborted();
    if (FerError.isInstance(cause)) throw cause;
    // A thing of the caller's threw when it was looked at: an object's getter, a buffer that is detached, a plugin.
    throw new FerError('FER_INVALID_ARGUMENT', `The image cannot be read: ${messageOf(cause)}.`, { cause });
  }
}

async function load(source: ImageSource, options: LoadImageOptions): Promise<DecodedImage> {
  const { maxPixels = DEFAULT_MAX_PIXELS, minSide, onWarning, signal } = options;
  const decode = async (bytes: Uint8Array, name: string) => {
    const decoders = options.decoders ?? createRegistry([builtinDecoders]).decoders;
    return decodePicture(bytes, name, decoders.list(), { maxPixels, minSide, onWarning, signal });
  };

  if (isLocation(source)) {
    const location = parseLocation(source);
    return decode(await readLocation(location, options, signal), location.name);
  }
  if (isBlob(source)) {
    const name = (
      'name' in source ? String(source.name) : `in a Blob (${source.type || 'of no type'})`
    ).slice(0, 300);
    assertFileSize(source.size, name);
    return decode(new Uint8Array(await bufferOf(source)), name);
  }
  if (isBuffer(source)) return decode(new Uint8Array(source), 'in an ArrayBuffer');
  if (isEncoded(source)) return decode(source, 'in a Uint8Array');
  if (isPixels(source)) return takePixels(source);
  if (isDrawable(source)) return drawSource(source, maxPixels);
  throw notAnImage(source);
}

function assertMinSide(minSide: unknown): void {
  if (minSide === undefined || (typeof minSide === 'number' && minSide > 0)) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `loadImage: \`minSide\` must be a number above 0, but is ${describeValue(minSide)}.`,
  );
}

async function bufferOf(blob: Blob): Promise<ArrayBuffer> {
  const buffer: unknown = await blob.arrayBuffer();
  if (isBuffer(buffer)) return buffer;
  throw notAnImage(blob);
}

function notAnImage(source: unknown): FerError {
  return new FerError(
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
  return has(source, 'size') && typeof (source as Blob).arrayBuffer === 'function';
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
  return typeof source === 'object' && source !== null ? `a ${tagOf(source)}` : describeValue(source);
}
