import { assertRasterImage } from '../assert-raster-image.ts';
import { describeValue } from '../describe-value.ts';
import { FerError } from '../errors.ts';
import type { Box, GrayImage, RasterImage } from '../image.ts';
import { readGrayRow } from './grayscale.ts';

/** Longest side of a box, in pixels; a longer one is a mistake, and would fill the memory. */
export const MAX_BOX_SIDE_PX = 16_384;

/** The whole pixels that a box touches, and the box as seen from them. */
export interface CropRegion {
  /** Integers; may reach beyond the image. */
  readonly cover: Box;
  /** The same box, its corner counted from the corner of `cover`: `x` and `y` lie in [0, 1). */
  readonly inner: Box;
}

/**
 * Rounds a box outwards to whole pixels.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` if the box is empty, not finite, longer than `MAX_BOX_SIDE_PX` or wholly
 * outside the image
 */
export function cropRegion(image: { readonly width: number; readonly height: number }, box: Box): CropRegion {
  assertBox(image, box);
  const x = Math.floor(box.x);
  const y = Math.floor(box.y);
  return {
    cover: { x, y, width: wholePixels(box.x + box.width - x), height: wholePixels(box.y + box.height - y) },
    inner: { x: box.x - x, y: box.y - y, width: box.width, height: box.height },
  };
}

/** Rounded up; at least one, even where adding a tiny length to a coordinate was lost to rounding. */
function wholePixels(length: number): number {
  return Math.max(Math.ceil(length), 1);
}

/**
 * Cuts the pixels that a box touches out of an image, as gray levels 0..255. Where the box reaches beyond the image
 * the edge pixels are repeated.
 *
 * @throws FerError `FER_IMAGE_INVALID` for a malformed image, `FER_INVALID_ARGUMENT` as `cropRegion`
 */
export function cropGray(image: RasterImage, box: Box): GrayImage {
  assertRasterImage(image);
  const { x, y, width, height } = cropRegion(image, box).cover;
  const data = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    readGrayRow(image, y + row, x, data.subarray(row * width, (row + 1) * width));
  }
  return { data, width, height };
}

/** For messages. */
export function describeBox({ x, y, width, height }: Partial<Box>): string {
  const sides = Object.entries({ x, y, width, height });
  return sides.map(([name, value]) => `${name} ${describeValue(value)}`).join(', ');
}

/** @throws FerError `FER_INVALID_ARGUMENT` as `cropRegion` */
export function assertBox(image: { readonly width: number; readonly height: number }, box: Box): void {
  const { x, y, width, height } = box ?? {};
  const problem = ![x, y, width, height].every(Number.isFinite)
    ? 'must have finite numbers'
    : width <= 0 || height <= 0
      ? 'must have a positive width and height'
      : width > MAX_BOX_SIDE_PX || height > MAX_BOX_SIDE_PX
        ? `must not be longer than ${MAX_BOX_SIDE_PX} pixels`
        : x >= image.width || y >= image.height || x + width <= 0 || y + height <= 0
          ? `must overlap the image of ${image.width}×${image.height} pixels`
          : undefined;
  if (problem === undefined) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `A box ${problem}, but came as ${describeBox({ x, y, width, height })}. Give it in pixels of the image.`,
    { details: { box, imageWidth: image.width, imageHeight: image.height } },
  );
}
