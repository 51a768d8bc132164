import { assertOptions } from '../assert-options.ts';
import { assertImageSize } from '../assert-raster-image.ts';
import { describeValue } from '../describe-value.ts';
import { FerError } from '../errors.ts';
import type { Box, GrayImage } from '../image.ts';
import { typedArrayName } from '../typed-array-name.ts';
import { describeBox, MAX_BOX_SIDE_PX } from './crop.ts';
import { type ResizeTaps, resizeTaps } from './resize-taps.ts';

/** Rows of gray levels, read one at a time: nothing of the size of the input has to be held. */
export interface GrayRows {
  readonly width: number;
  readonly height: number;
  /** Row `y`, `[width]`; only valid until the next call. */
  row(y: number): Float32Array;
}

export interface ResizeOptions {
  /** 1 to `MAX_BOX_SIDE_PX`, as is the height. */
  readonly width: number;
  readonly height: number;
  /** The part to resize, inside the image, in pixels, may be fractional; default: all. */
  readonly box?: Box;
}

const OPTIONS = { width: true, height: true, box: true } satisfies Record<keyof ResizeOptions, true>;

/** By how many pixels a box may reach beyond the image: coordinates were rounded. */
const SLACK_PX = 1e-6;

/**
 * Resizes as Pillow's `resize((width, height), BILINEAR, box)` does for mode "F": bilinear at half-pixel centres,
 * antialiased when shrinking. (For 8-bit images Pillow rounds after each pass, so its levels differ by up to 1.)
 *
 * @returns `[height, width]` float32 in the interval of the input
 * @throws FerError `FER_IMAGE_INVALID` for a malformed image, `FER_INVALID_ARGUMENT` for a size or box that cannot be
 */
export function resizeGray(image: GrayImage, options: ResizeOptions): GrayImage {
  const { data, width, height } = image ?? {};
  assertImageSize(width, height);
  if (typedArrayName(data) !== 'Float32Array' || data.length !== width * height) {
    throw new FerError(
      'FER_IMAGE_INVALID',
      `The image must have \`data\` of type Float32Array and length ${width * height}, but has ${data?.length}.`,
      { details: { width, height, received: data?.length } },
    );
  }
  return resizeRows({ width, height, row: (y) => data.subarray(y * width, (y + 1) * width) }, options);
}

/**
 * As `resizeGray`, on rows: each that is needed is read once, in order.
 *
 * @throws FerError as `resizeGray`
 */
export function resizeRows(rows: GrayRows, options: ResizeOptions): GrayImage {
  assertImageSize(rows?.width, rows?.height);
  if (typeof rows.row !== 'function') {
    throw new FerError('FER_IMAGE_INVALID', 'The rows of an image must have a function `row`.');
  }
  assertResizeOptions(rows, options);
  const { width, height } = options;
  const box = options.box ?? { x: 0, y: 0, width: rows.width, height: rows.height };
  const across = resizeTaps(rows.width, box.x, box.width, width);
  const down = resizeTaps(rows.height, box.y, box.height, height);

  // Horizontally first: [rows needed, width].
  const top = down.first[0]!;
  const bottom = down.first[height - 1]! + down.count[height - 1]!;
  const narrow = new Float32Array((bottom - top) * width);
  for (let y = top; y < bottom; y++) {
    const levels = rows.row(y);
    if (typedArrayName(levels) !== 'Float32Array' || levels.length !== rows.width) {
      throw new FerError(
        'FER_IMAGE_INVALID',
        `Row ${y} of the image must be a Float32Array of ${rows.width} levels.`,
      );
    }
    resizeRow(levels, across, narrow.subarray((y - top) * width, (y - top + 1) * width));
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

function assertResizeOptions(rows: GrayRows, options: ResizeOptions): void {
  assertOptions(options ?? null, OPTIONS, 'resizeGray');
  for (const side of ['width', 'height'] as const) {
    const length: unknown = options[side];
    if (Number.isInteger(length) && (length as number) >= 1 && (length as number) <= MAX_BOX_SIDE_PX)
      continue;
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `resizeGray: \`${side}\` must be a whole number of 1 to ${MAX_BOX_SIDE_PX}, but is ${describeValue(length)}.`,
      { details: { [side]: length } },
    );
  }
  if (options.box === undefined) return;
  const { x, y, width, height } = options.box ?? {};
  const isInside = (start: unknown, length: unknown, end: number) =>
    isNumber(start) && isNumber(length) && start >= 0 && length > 0 && start + length <= end + SLACK_PX;
  if (isInside(x, width, rows.width) && isInside(y, height, rows.height)) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `resizeGray: \`box\` must lie inside the image of ${rows.width}×${rows.height} pixels, but is ` +
      `${describeBox({ x, y, width, height })}.`,
    { details: { box: options.box, imageWidth: rows.width, imageHeight: rows.height } },
  );
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
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
