import { FerError } from '../errors.ts';
import type { Box, FaceRegion } from '../image.ts';
import { describeBox } from './crop.ts';

/** How many pixels a picture has along each axis for one of the turned picture: turning alone would blur. */
const FINER = 2;

/** How many times longer one side of a turned region may be than the other: the box around a thin one has far more pixels. */
const MOST_TIMES_LONGER = 16;

/** What is to be resized for a turned region: the box around it, to this size. */
export interface TurnSource {
  readonly box: Box;
  readonly width: number;
  readonly height: number;
}

/**
 * The upright box around a turned region, and the size at which `turnUpright` wants it: at most 40 times as many pixels as
 * `size` has.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` for a region that is very thin
 */
export function turnSource(
  region: Required<FaceRegion>,
  size: { width: number; height: number },
): TurnSource {
  const { x, y, width, height, angle } = region;
  if (Math.max(width, height) > MOST_TIMES_LONGER * Math.min(width, height)) throw tooThin(region);
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
 * @param levels of what `turnSource` asked for, `[height, width, channels]`
 * @returns `[height, width, channels]` of `size`
 */
export function turnUpright(
  levels: Float32Array,
  channels: number,
  source: TurnSource,
  region: Required<FaceRegion>,
  { width, height }: { readonly width: number; readonly height: number },
): Float32Array {
  const { box } = source;
  const [cos, sin] = [Math.cos(region.angle), Math.sin(region.angle)];
  // Pixels of the source for one of the image.
  const across = source.width / box.width;
  const down = source.height / box.height;
  const rowLength = source.width * channels;
  const [lastColumn, lastRow] = [source.width - 1, source.height - 1];
  // Of each column of samples its part of x and y.
  const columns = new Float64Array(width * FINER * 2);
  for (let column = 0; column < width * FINER; column++) {
    const u = ((column + 0.5) / (width * FINER) - 0.5) * region.width;
    columns[2 * column] = box.width / 2 + u * cos;
    columns[2 * column + 1] = box.height / 2 + u * sin;
  }
  const data = new Float32Array(width * height * channels);
  for (let row = 0; row < height * FINER; row++) {
    const v = ((row + 0.5) / (height * FINER) - 0.5) * region.height;
    const rowX = v * sin;
    const rowY = v * cos;
    const out = Math.floor(row / FINER) * width;
    for (let column = 0; column < width * FINER; column++) {
      const x = (columns[2 * column]! - rowX) * across - 0.5;
      const y = (columns[2 * column + 1]! + rowY) * down - 0.5;
      const left = Math.floor(x);
      const top = Math.floor(y);
      const right = x - left;
      const lower = y - top;
      const x0 = clamp(left, lastColumn) * channels;
      const x1 = clamp(left + 1, lastColumn) * channels;
      const row0 = clamp(top, lastRow) * rowLength;
      const row1 = clamp(top + 1, lastRow) * rowLength;
      const to = (out + Math.floor(column / FINER)) * channels;
      for (let c = 0; c < channels; c++) {
        const upper = levels[row0 + x0 + c]! * (1 - right) + levels[row0 + x1 + c]! * right;
        const under = levels[row1 + x0 + c]! * (1 - right) + levels[row1 + x1 + c]! * right;
        data[to + c]! += (upper * (1 - lower) + under * lower) / FINER ** 2;
      }
    }
  }
  return data;
}

function clamp(position: number, last: number): number {
  return position < 0 ? 0 : position > last ? last : position;
}

function tooThin(region: FaceRegion): FerError {
  return new FerError(
    'FER_INVALID_ARGUMENT',
    `A region that is turned must not be more than ${MOST_TIMES_LONGER} times longer one way than the other, but came as ` +
      `${describeBox(region)}. Give the square around the face.`,
    { details: { region } },
  );
}
