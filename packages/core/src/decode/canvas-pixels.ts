import { assertImageSize } from '../assert-raster-image.ts';
import { FerError } from '../errors.ts';
import type { RasterImage } from '../image.ts';
import { hasOffscreenCanvas } from './platform.ts';

type Canvas = HTMLCanvasElement | OffscreenCanvas;

/** The last canvas, for the next frame of a camera. Weak, so that its pixels are not held when no more come. */
let lastCanvas: WeakRef<Canvas> | undefined;

/**
 * Draws something on white and reads the pixels back. Browsers only.
 *
 * @returns 4 channels, all of them opaque
 * @throws FerError `FER_IMAGE_INVALID` if it has no size, or belongs to another origin that does not share it
 */
export function readCanvasPixels(source: CanvasImageSource, width: number, height: number): RasterImage {
  assertImageSize(width, height, 'The picture');
  const canvas = canvasOf(width, height);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true }) as
    | CanvasRenderingContext2D
    | OffscreenCanvasRenderingContext2D
    | null;
  if (context === null) {
    throw new FerError(
      'FER_IMAGE_INVALID',
      `The browser has no canvas of ${width}×${height} pixels. Make the picture smaller.`,
      { details: { width, height } },
    );
  }
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  try {
    context.drawImage(source, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return { data, width, height, channels: 4 };
  } catch (cause) {
    lastCanvas = undefined;
    throw new FerError(
      'FER_IMAGE_INVALID',
      `The pixels of the picture cannot be read: ${(cause as Error).message} A picture of another origin needs ` +
        'crossorigin="anonymous" and a server that allows it.',
      { details: { width, height }, cause },
    );
  }
}

function canvasOf(width: number, height: number): Canvas {
  const last = lastCanvas?.deref();
  if (last !== undefined && last.width === width && last.height === height) return last;
  const canvas: Canvas = hasOffscreenCanvas()
    ? new OffscreenCanvas(width, height)
    : Object.assign(document.createElement('canvas'), { width, height });
  lastCanvas = new WeakRef(canvas);
  return canvas;
}
