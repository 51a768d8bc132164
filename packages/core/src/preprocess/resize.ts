import type { Box, GrayImage } from '../image.ts';
import { type ResizeTaps, resizeTaps } from './resize-taps.ts';

/** Rows of gray levels, read one at a time: nothing of the size of the input has to be held. */
export interface GrayRows {
  readonly width: number;
  readonly height: number;
  /** Row `y`, `[width]`; only valid until the next call. */
  row(y: number): Float32Array;
}

export interface ResizeOptions {
  readonly width: number;
  readonly height: number;
  /** The part to resize, in pixels, may be fractional; default: all. */
  readonly box?: Box;
}

/**
 * Resizes as Pillow's `resize((width, height), BILINEAR, box)` does for mode "F": bilinear at half-pixel centres,
 * antialiased when shrinking. (For 8-bit images Pillow rounds after each pass, so its levels differ by up to 1.)
 *
 * @returns `[height, width]` float32 in the interval of the input
 */
export function resizeGray(image: GrayImage, options: ResizeOptions): GrayImage {
  const { data, width, height } = image;
  return resizeRows({ width, height, row: (y) => data.subarray(y * width, (y + 1) * width) }, options);
}

/** As `resizeGray`, on rows: each that is needed is read once, in order. */
export function resizeRows(rows: GrayRows, options: ResizeOptions): GrayImage {
  const { width, height } = options;
  const box = options.box ?? { x: 0, y: 0, width: rows.width, height: rows.height };
  const across = resizeTaps(rows.width, box.x, box.width, width);
  const down = resizeTaps(rows.height, box.y, box.height, height);

  // Horizontally first: [rows needed, width].
  const top = down.first[0]!;
  const bottom = down.first[height - 1]! + down.count[height - 1]!;
  const narrow = new Float32Array((bottom - top) * width);
  for (let y = top; y < bottom; y++) {
    resizeRow(rows.row(y), across, narrow.subarray((y - top) * width, (y - top + 1) * width));
  }

  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const out = data.subarray(y * width, (y + 1) * width);
    for (let tap = 0; tap < down.count[y]!; tap++) {
      const weight = down.weights[y * down.stride + tap]!;
      const from = (down.first[y]! + tap - top) * width;
      for (let x = 0; x < width; x++) out[x]! += weight * narrow[from + x]!;
    }
  }
  return { data, width, height };
}

function resizeRow(row: Float32Array, taps: ResizeTaps, out: Float32Array): void {
  const { first, count, weights, stride } = taps;
  for (let x = 0; x < out.length; x++) {
    const from = first[x]!;
    const taken = count[x]!;
    const at = x * stride;
    let sum = 0;
    for (let tap = 0; tap < taken; tap++) sum += weights[at + tap]! * row[from + tap]!;
    out[x] = sum;
  }
}
