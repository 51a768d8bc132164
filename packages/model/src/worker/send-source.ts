import { FerError, type ImageSource, isNode, type PixelSource } from '@fer/core';

/** A picture that can cross to a worker, and what of it is transferred. */
export interface SentSource {
  readonly source: ImageSource;
  readonly transfer: object[];
}

/**
 * Makes of a picture what can cross to a worker. What a page shows crosses as a `VideoFrame` or an `ImageBitmap`, without
 * its pixels being read. The caller keeps what was given: a `VideoFrame` is shared, bytes are copied once.
 *
 * @throws FerError `FER_IMAGE_INVALID` if there is nothing to see yet
 */
export async function sendSource(source: ImageSource): Promise<SentSource> {
  if (typeof source === 'string') return asIs(isNode() ? source : absolute(source));
  if (typeof source !== 'object' || source === null) return asIs(source);
  if (source instanceof URL) return asIs(source.href);
  if (source instanceof Uint8Array) return owned(new Uint8Array(source));
  if ('data' in source) return sendPixels(source);
  if ('displayWidth' in source) return owned((source as unknown as VideoFrame).clone());
  try {
    if ('videoWidth' in source) return owned(await captureVideo(source as unknown as HTMLVideoElement));
    if ('naturalWidth' in source && !source.complete) await source.decode();
    if ('getContext' in source && typeof createImageBitmap !== 'function') {
      // The canvas of a Node package.
      const context = source.getContext('2d') as CanvasRenderingContext2D;
      return sendPixels(context.getImageData(0, 0, source.width, source.height));
    }
    if ('naturalWidth' in source || 'getContext' in source || 'close' in source) {
      return owned(await createImageBitmap(source as unknown as ImageBitmapSource));
    }
  } catch (cause) {
    throw new FerError(
      'FER_IMAGE_INVALID',
      `The picture cannot be sent to the worker: ${(cause as Error).message}`,
      { cause },
    );
  }
  return asIs(source);
}

const asIs = (source: ImageSource): SentSource => ({ source, transfer: [] });

/** Of what is only ours all is transferred. */
function owned(source: Uint8Array<ArrayBuffer> | ImageBitmap | VideoFrame): SentSource {
  return { source, transfer: [source instanceof Uint8Array ? source.buffer : source] };
}

/** A worker's script has another address than the page. */
function absolute(location: string): string {
  const base = typeof document === 'object' ? document.baseURI : globalThis.location?.href;
  return URL.canParse(location, base) ? new URL(location, base).href : location;
}

function sendPixels({ data, width, height, channels }: PixelSource): SentSource {
  if (!ArrayBuffer.isView(data)) return asIs({ data, width, height, channels });
  const copy =
    data instanceof Float32Array
      ? new Float32Array(data)
      : data instanceof Uint8ClampedArray
        ? new Uint8ClampedArray(data)
        : new Uint8Array(data);
  return { source: { data: copy, width, height, channels }, transfer: [copy.buffer] };
}

function captureVideo(video: HTMLVideoElement): VideoFrame | Promise<ImageBitmap> {
  return typeof VideoFrame === 'function' ? new VideoFrame(video) : createImageBitmap(video);
}
