import type { Conv2dOp, DepthwiseConv2dOp } from '../plan.ts';
import { tapsInside } from './taps-inside.ts';

/** @param x `[inHeight, inWidth, inChannels]` @returns `[outHeight, outWidth, outChannels]`, before the activation */
export function conv2d({ geometry, filter, bias }: Conv2dOp, x: Float32Array): Float32Array {
  const { inWidth, inChannels, outHeight, outWidth, outChannels, filterWidth } = geometry;
  const y = new Float32Array(outHeight * outWidth * outChannels);
  const sums = new Float64Array(outChannels);
  for (let outY = 0; outY < outHeight; outY++) {
    const rows = tapsInside(geometry, 'height', outY);
    for (let outX = 0; outX < outWidth; outX++) {
      const columns = tapsInside(geometry, 'width', outX);
      if (bias === null) sums.fill(0);
      else sums.set(bias);
      for (let tapY = rows.first; tapY < rows.end; tapY++) {
        for (let tapX = columns.first; tapX < columns.end; tapX++) {
          const inY = rows.start + tapY * geometry.dilationHeight;
          const inX = columns.start + tapX * geometry.dilationWidth;
          const pixel = (inY * inWidth + inX) * inChannels;
          let weight = (tapY * filterWidth + tapX) * inChannels * outChannels;
          for (let channel = 0; channel < inChannels; channel++, weight += outChannels) {
            const value = x[pixel + channel]!;
            // After a ReLU every other one; weights are finite.
            if (value === 0) continue;
            for (let out = 0; out < outChannels; out++) sums[out]! += value * filter[weight + out]!;
          }
        }
      }
      y.set(sums, (outY * outWidth + outX) * outChannels);
    }
  }
  return y;
}

/** @param x `[inHeight, inWidth, inChannels]` @returns `[outHeight, outWidth, outChannels]`, before the activation */
export function depthwiseConv2d(
  { geometry, filter, bias }: DepthwiseConv2dOp,
  x: Float32Array,
): Float32Array {
  const { inWidth, inChannels, outHeight, outWidth, outChannels, filterWidth } = geometry;
  const multiplier = outChannels / inChannels;
  const y = new Float32Array(outHeight * outWidth * outChannels);
  const sums = new Float64Array(outChannels);
  for (let outY = 0; outY < outHeight; outY++) {
    const rows = tapsInside(geometry, 'height', outY);
    for (let outX = 0; outX < outWidth; outX++) {
      const columns = tapsInside(geometry, 'width', outX);
      if (bias === null) sums.fill(0);
      else sums.set(bias);
      for (let tapY = rows.first; tapY < rows.end; tapY++) {
        for (let tapX = columns.first; tapX < columns.end; tapX++) {
          const inY = rows.start + tapY * geometry.dilationHeight;
          const inX = columns.start + tapX * geometry.dilationWidth;
          let pixel = (inY * inWidth + inX) * inChannels;
          const weight = (tapY * filterWidth + tapX) * outChannels;
          for (let out = 0; out < outChannels; pixel++) {
            for (const end = out + multiplier; out < end; out++) {
              sums[out]! += x[pixel]! * filter[weight + out]!;
            }
          }
        }
      }
      y.set(sums, (outY * outWidth + outX) * outChannels);
    }
  }
  return y;
}
