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
  const picture = { data: levels, width: source.width, height: source.height, channels };
  const data = new Float32Array(width * height * channels);
  for (let y = 0; y < height * FINER; y++) {
    const v = ((y + 0.5) / (height * FINER) - 0.5) * region.height;
    for (let x = 0; x < width * FINER; x++) {
      const u = ((x + 0.5) / (width * FINER) - 0.5) * region.width;
      addSample(
        picture,
        (box.width / 2 + u * cos - v * sin) * across,
        (box.height / 2 + u * sin + v * cos) * down,
        data,
        (Math.floor(y / FINER) * width + Math.floor(x / FINER)) * channels,
      );
    }
  }
  return data;
}

/** Adds the share of a sample, bilinear at a place whose pixel centres are at a half, to the pixel at `to` of `out`. */
function addSample(
  picture: { data: Float32Array; width: number; height: number; channels: number },
  x: number,
  y: number,
  out: Float32Array,
  to: number,
): void {
  const { data, width, height, channels } = picture;
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  const right = x - 0.5 - left;
  const lower = y - 0.5 - top;
  const [x0, x1] = [clamp(left, width) * channels, clamp(left + 1, width) * channels];
  const [row0, row1] = [clamp(top, height) * width * channels, clamp(top + 1, height) * width * channels];
  for (let c = 0; c < channels; c++) {
    const upper = data[row0 + x0 + c]! * (1 - right) + data[row0 + x1 + c]! * right;
    const under = data[row1 + x0 + c]! * (1 - right) + data[row1 + x1 + c]! * right;
    out[to + c]! += (upper * (1 - lower) + under * lower) / FINER ** 2;
  }
}

function clamp(position: number, length: number): number {
  return Math.min(Math.max(position, 0), length - 1);
}

function tooThin(region: FaceRegion): FerError {
  return new FerError(
    'FER_INVALID_ARGUMENT',
    `A region that is turned must not be more than ${MOST_TIMES_LONGER} times longer one way than the other, but came as ` +
      `${describeBox(region)}. Give the square around the face.`,
    { details: { region } },
  );
}
