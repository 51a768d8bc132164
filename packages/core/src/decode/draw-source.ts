import { FerError } from '../errors.ts';
import type { RasterImage } from '../image.ts';
import type { CanvasLike, DrawableSource, ImageElementLike, VideoElementLike } from '../image-source.ts';
import { readCanvasPixels } from './canvas-pixels.ts';
import { hasCanvas } from './platform.ts';
import { takePixels } from './take-pixels.ts';

/** `HTMLMediaElement.HAVE_CURRENT_DATA`: from here on there is a frame. */
const HAVE_CURRENT_DATA = 2;

/**
 * Reads the pixels of a thing of a page as they are now; an `<img>` that is still loading is waited for.
 *
 * @throws FerError `FER_IMAGE_INVALID` if there is nothing to see yet, `FER_IMAGE_DECODE` if an `<img>` is broken
 */
export async function drawSource(source: DrawableSource, signal?: AbortSignal): Promise<RasterImage> {
  if ('videoWidth' in source) return drawVideo(source);
  if ('naturalWidth' in source) return drawImageElement(source, signal);
  if ('displayWidth' in source) return draw(source, source.displayWidth, source.displayHeight, 'VideoFrame');
  if ('getContext' in source) return drawCanvas(source);
  return draw(source, source.width, source.height, 'ImageBitmap');
}

function drawVideo(video: VideoElementLike): RasterImage {
  if (video.readyState < HAVE_CURRENT_DATA || video.videoWidth === 0) {
    throw new FerError(
      'FER_IMAGE_INVALID',
      `The video has no frame yet (readyState ${video.readyState}). Wait for its "loadeddata" event.`,
      { details: { readyState: video.readyState, videoWidth: video.videoWidth } },
    );
  }
  return draw(video, video.videoWidth, video.videoHeight, 'video');
}

async function drawImageElement(image: ImageElementLike, signal?: AbortSignal): Promise<RasterImage> {
  if (!image.complete) await finishLoading(image, signal);
  if (image.naturalWidth === 0) {
    const name = image.currentSrc === '' ? 'without src' : image.currentSrc.slice(0, 200);
    throw new FerError('FER_IMAGE_DECODE', `The <img> ${name} has not loaded a picture. Check its src.`, {
      details: { source: image.currentSrc },
    });
  }
  return draw(image, image.naturalWidth, image.naturalHeight, 'img');
}

/** Loaded or failed; rejects only when aborted. */
function finishLoading(image: ImageElementLike, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    const finish = () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    };
    image.decode().then(finish, finish);
  });
}

function drawCanvas(canvas: CanvasLike): RasterImage {
  if (hasCanvas()) return draw(canvas, canvas.width, canvas.height, 'canvas');
  // The canvas of a Node package cannot be drawn on another, but its own context can be read.
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  return takePixels(context.getImageData(0, 0, canvas.width, canvas.height));
}

function draw(source: unknown, width: number, height: number, noun: string): RasterImage {
  if (width === 0 || height === 0) {
    throw new FerError(
      'FER_IMAGE_INVALID',
      `The ${noun} has no pixels: its size is ${width}×${height}. Give it a size, and do not close it before.`,
      { details: { width, height } },
    );
  }
  return readCanvasPixels(source as CanvasImageSource, width, height);
}
