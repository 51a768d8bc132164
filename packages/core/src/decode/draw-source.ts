import { FerError } from '../errors.ts';
import type { RasterImage } from '../image.ts';
import type { CanvasLike, DrawableSource, ImageElementLike, VideoElementLike } from '../image-source.ts';
import { safeUrl } from '../safe-url.ts';
import { readCanvasPixels } from './canvas-pixels.ts';
import { tooManyPixels } from './pixel-limit.ts';
import { hasCanvas } from './platform.ts';
import { takePixels } from './take-pixels.ts';

/** `HTMLMediaElement.HAVE_CURRENT_DATA`: from here on there is a frame. */
const HAVE_CURRENT_DATA = 2;

/**
 * Reads the pixels of a thing of a page as they are now; an `<img>` that is still loading is waited for.
 *
 * @throws FerError `FER_IMAGE_INVALID` if there is nothing to see yet, or more than `maxPixels`;
 * `FER_IMAGE_DECODE` if an `<img>` is broken
 */
export async function drawSource(source: DrawableSource, maxPixels: number): Promise<RasterImage> {
  if ('videoWidth' in source) return drawVideo(source, maxPixels);
  if ('naturalWidth' in source) return drawImageElement(source, maxPixels);
  if ('displayWidth' in source) {
    return draw(source, source.displayWidth, source.displayHeight, 'VideoFrame', maxPixels);
  }
  if ('getContext' in source) return drawCanvas(source, maxPixels);
  return draw(source, source.width, source.height, 'ImageBitmap', maxPixels);
}

function drawVideo(video: VideoElementLike, maxPixels: number): RasterImage {
  if (video.readyState < HAVE_CURRENT_DATA || video.videoWidth === 0) {
    throw new FerError(
      'FER_IMAGE_INVALID',
      `The video has no frame yet (readyState ${video.readyState}). Wait for its "loadeddata" event.`,
      { details: { readyState: video.readyState, videoWidth: video.videoWidth } },
    );
  }
  return draw(video, video.videoWidth, video.videoHeight, 'video', maxPixels);
}

async function drawImageElement(image: ImageElementLike, maxPixels: number): Promise<RasterImage> {
  // Loaded or failed: its size tells.
  if (!image.complete) await image.decode().catch(() => {});
  if (image.naturalWidth === 0) {
    const name = image.currentSrc === '' ? 'without src' : safeUrl(image.currentSrc);
    throw new FerError('FER_IMAGE_DECODE', `The <img> ${name} has not loaded a picture. Check its src.`, {
      details: { source: name },
    });
  }
  return draw(image, image.naturalWidth, image.naturalHeight, 'img', maxPixels);
}

function drawCanvas(canvas: CanvasLike, maxPixels: number): RasterImage {
  if (hasCanvas()) return draw(canvas, canvas.width, canvas.height, 'canvas', maxPixels);
  // The canvas of a Node package cannot be drawn on another, but its own context can be read.
  assertSize(canvas.width, canvas.height, 'canvas', maxPixels);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  return takePixels(context.getImageData(0, 0, canvas.width, canvas.height));
}

function draw(source: unknown, width: number, height: number, noun: string, maxPixels: number): RasterImage {
  assertSize(width, height, noun, maxPixels);
  if (!hasCanvas()) {
    throw new FerError(
      'FER_IMAGE_INVALID',
      `The ${noun} cannot be drawn here: that takes a browser. Give a path, a URL, the bytes of a file or pixels.`,
    );
  }
  return readCanvasPixels(source as CanvasImageSource, width, height);
}

function assertSize(width: number, height: number, noun: string, maxPixels: number): void {
  if (width === 0 || height === 0) {
    throw new FerError(
      'FER_IMAGE_INVALID',
      `The ${noun} has no pixels: its size is ${width}×${height}. Give it a size, and do not close it before.`,
      { details: { width, height } },
    );
  }
  if (width * height > maxPixels) throw tooManyPixels(maxPixels, { subject: `The ${noun}` });
}
