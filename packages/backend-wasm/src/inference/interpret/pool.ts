import type { GlobalPoolOp, PoolOp } from '../plan.ts';
import { tapsInside } from './taps-inside.ts';

/**
 * Maximum or mean of the pixels of each window that lie inside the image. NaN is never the largest.
 *
 * @param x `[inHeight, inWidth, channels]` @returns `[outHeight, outWidth, channels]`
 */
export function pool({ type, geometry }: PoolOp, x: Float32Array): Float32Array {
  const { inWidth, inChannels: channels, outHeight, outWidth } = geometry;
  const y = new Float32Array(outHeight * outWidth * channels);
  const gathered = new Float64Array(channels);
  for (let outY = 0; outY < outHeight; outY++) {
    const rows = tapsInside(geometry, 'height', outY);
    for (let outX = 0; outX < outWidth; outX++) {
      const columns = tapsInside(geometry, 'width', outX);
      gathered.fill(type === 'maxPool' ? Number.NEGATIVE_INFINITY : 0);
      for (let tapY = rows.first; tapY < rows.end; tapY++) {
        for (let tapX = columns.first; tapX < columns.end; tapX++) {
          const inY = rows.start + tapY * geometry.dilationHeight;
          const inX = columns.start + tapX * geometry.dilationWidth;
          gather(gathered, x, (inY * inWidth + inX) * channels, type === 'maxPool');
        }
      }
      const count = Math.max(0, rows.end - rows.first) * Math.max(0, columns.end - columns.first);
      if (type === 'averagePool') divide(gathered, count);
      y.set(gathered, (outY * outWidth + outX) * channels);
    }
  }
  return y;
}

/** @param x `[pixels, channels]` @returns `[channels]` */
export function globalPool({ type, pixels, channels }: GlobalPoolOp, x: Float32Array): Float32Array {
  const isMaximum = type === 'globalMaxPool';
  const gathered = new Float64Array(channels).fill(isMaximum ? Number.NEGATIVE_INFINITY : 0);
  for (let pixel = 0; pixel < pixels; pixel++) gather(gathered, x, pixel * channels, isMaximum);
  if (!isMaximum) divide(gathered, pixels);
  return Float32Array.from(gathered);
}

/** One more pixel, whose channels begin at `from`. */
function gather(gathered: Float64Array, x: Float32Array, from: number, isMaximum: boolean): void {
  for (let channel = 0; channel < gathered.length; channel++) {
    const value = x[from + channel]!;
    if (!isMaximum) gathered[channel]! += value;
    else if (value > gathered[channel]!) gathered[channel] = value;
  }
}

function divide(sums: Float64Array, count: number): void {
  for (let channel = 0; channel < sums.length; channel++) sums[channel]! /= count;
}
