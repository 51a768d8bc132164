import type { Box, FaceRegion, GrayImage } from '../image.ts';

/** How many pixels a picture has along each axis for one of the turned picture: turning alone would blur. */
const FINER = 2;

/** What is to be resized for a turned region: the box around it, to this size. */
export interface TurnSource {
  readonly box: Box;
  readonly width: number;
  readonly height: number;
}

/** The upright box around a turned region, and the size at which `turnUpright` wants it. */
export function turnSource(
  region: Required<FaceRegion>,
  size: { width: number; height: number },
): TurnSource {
  const { x, y, width, height, angle } = region;
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const box = { width: width * cos + height * sin, height: width * sin + height * cos };
  return {
    box: { x: x + (width - box.width) / 2, y: y + (height - box.height) / 2, ...box },
    width: Math.ceil(((box.width * size.width) / width) * FINER),
    height: Math.ceil(((box.height * size.height) / height) * FINER),
  };
}

/**
 * Turns the region upright: each pixel is the mean of 2×2 samples, bilinear at half-pixel centres; beyond the edge its
 * pixels are repeated.
 *
 * @param picture what `turnSource` asked for, `[height, width]`
 * @returns `[height, width]` of `size`
 */
export function turnUpright(
  picture: GrayImage,
  { box }: TurnSource,
  region: Required<FaceRegion>,
  { width, height }: { readonly width: number; readonly height: number },
): GrayImage {
  const [cos, sin] = [Math.cos(region.angle), Math.sin(region.angle)];
  // Pixels of `picture` for one of the image.
  const across = picture.width / box.width;
  const down = picture.height / box.height;
  const data = new Float32Array(width * height);
  for (let y = 0; y < height * FINER; y++) {
    const v = ((y + 0.5) / (height * FINER) - 0.5) * region.height;
    for (let x = 0; x < width * FINER; x++) {
      const u = ((x + 0.5) / (width * FINER) - 0.5) * region.width;
      const level = sample(
        picture,
        (box.width / 2 + u * cos - v * sin) * across,
        (box.height / 2 + u * sin + v * cos) * down,
      );
      data[Math.floor(y / FINER) * width + Math.floor(x / FINER)]! += level / FINER ** 2;
    }
  }
  return { data, width, height };
}

/** Bilinear, at a place whose pixel centres are at a half. */
function sample({ data, width, height }: GrayImage, x: number, y: number): number {
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  const right = x - 0.5 - left;
  const lower = y - 0.5 - top;
  const [x0, x1] = [clamp(left, width), clamp(left + 1, width)];
  const [row0, row1] = [clamp(top, height) * width, clamp(top + 1, height) * width];
  const upper = data[row0 + x0]! * (1 - right) + data[row0 + x1]! * right;
  return upper * (1 - lower) + (data[row1 + x0]! * (1 - right) + data[row1 + x1]! * right) * lower;
}

function clamp(position: number, length: number): number {
  return Math.min(Math.max(position, 0), length - 1);
}
