import type { Affine } from './affine.ts';

/** What lies outside an image: its border pixels repeated (`edge`), or one gray level 0..255. */
export type Fill = 'edge' | number;

/** Border around a padded image: one pixel before, one after, and one more that a sample right on it may touch. */
const BEFORE = 1;
const EXTRA = 3;

/** Length of the scratch buffer that `resample` needs. */
export function resampleScratchLength(width: number, height: number): number {
  return (width + EXTRA) * (height + EXTRA);
}

/**
 * Draws `source` through an affine map with bilinear sampling. A map of whole pixels (flips, whole shifts) copies gray
 * levels exactly: the weights are then 0 and 1.
 *
 * @param source `[height, width]`, 0..255
 * @param target `[height, width]`, overwritten
 * @param map from pixels of the target to places in the source, both from the middle of the image
 * @param scratch `resampleScratchLength` numbers, overwritten
 */
export function resample(
  source: Uint8Array,
  target: Float32Array,
  width: number,
  height: number,
  map: Affine,
  fill: Fill,
  scratch: Float32Array,
): void {
  // With a border of what lies outside, a place far out is the same as the border: clamping serves both fills.
  pad(source, width, height, fill, scratch);
  const stride = width + EXTRA;
  const [a, b, c, d, e, f] = map;
  const middleX = (width - 1) / 2;
  const middleY = (height - 1) / 2;
  const maxX = width + BEFORE;
  const maxY = height + BEFORE;

  for (let y = 0, i = 0; y < height; y++) {
    const rowX = b * (y - middleY) + c + middleX + BEFORE;
    const rowY = e * (y - middleY) + f + middleY + BEFORE;
    for (let x = 0; x < width; x++, i++) {
      const sourceX = Math.min(maxX, Math.max(0, a * (x - middleX) + rowX));
      const sourceY = Math.min(maxY, Math.max(0, d * (x - middleX) + rowY));
      const left = Math.trunc(sourceX);
      const top = Math.trunc(sourceY);
      const partX = sourceX - left;
      const partY = sourceY - top;
      const at = top * stride + left;
      const upper = scratch[at]! * (1 - partX) + scratch[at + 1]! * partX;
      const lower = scratch[at + stride]! * (1 - partX) + scratch[at + stride + 1]! * partX;
      target[i] = upper * (1 - partY) + lower * partY;
    }
  }
}

function pad(source: Uint8Array, width: number, height: number, fill: Fill, padded: Float32Array): void {
  const stride = width + EXTRA;
  if (typeof fill === 'number') padded.fill(fill);
  for (let y = 0; y < height; y++) {
    const start = (y + BEFORE) * stride + BEFORE;
    for (let x = 0; x < width; x++) padded[start + x] = source[y * width + x]!;
    if (fill === 'edge') {
      padded[start - 1] = padded[start]!;
      padded.fill(padded[start + width - 1]!, start + width, start + width + EXTRA - BEFORE);
    }
  }
  if (fill === 'edge') {
    padded.copyWithin(0, stride, 2 * stride);
    const last = height * stride;
    padded.copyWithin(last + stride, last, last + stride);
    padded.copyWithin(last + 2 * stride, last, last + stride);
  }
}
