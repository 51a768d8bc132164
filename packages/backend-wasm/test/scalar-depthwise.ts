import type { backend_util } from '@tensorflow/tfjs-core';
import type { Values } from './on-backends.ts';

/**
 * Both gradients of a depthwise convolution by its definition, in float64: y[b,oy,ox,c·q] = Σ x[b,iy,ix,c] f[ky,kx,c,q].
 * tfjs's cpu backend is no reference for dilations: its gradient kernels ignore them.
 */
export function scalarDepthwiseGradients(
  info: backend_util.Conv2DInfo,
  x: Values,
  filter: Values,
  dy: Values,
): { dfilter: Values; dx: Values } {
  const dfilter = new Float64Array(filter.data.length);
  const dx = new Float64Array(x.data.length);
  const multiplier = info.outChannels / info.inChannels;
  for (let image = 0; image < info.batchSize; image++)
    for (let outY = 0; outY < info.outHeight; outY++)
      for (let outX = 0; outX < info.outWidth; outX++)
        for (let tapY = 0; tapY < info.filterHeight; tapY++)
          for (let tapX = 0; tapX < info.filterWidth; tapX++) {
            const inY = outY * info.strideHeight + tapY * info.dilationHeight - info.padInfo.top;
            const inX = outX * info.strideWidth + tapX * info.dilationWidth - info.padInfo.left;
            if (inY < 0 || inX < 0 || inY >= info.inHeight || inX >= info.inWidth) continue;
            for (let channel = 0; channel < info.outChannels; channel++) {
              const atX =
                ((image * info.inHeight + inY) * info.inWidth + inX) * info.inChannels +
                Math.floor(channel / multiplier);
              const atFilter = (tapY * info.filterWidth + tapX) * info.outChannels + channel;
              const atDy =
                ((image * info.outHeight + outY) * info.outWidth + outX) * info.outChannels + channel;
              dfilter[atFilter]! += x.data[atX]! * dy.data[atDy]!;
              dx[atX]! += filter.data[atFilter]! * dy.data[atDy]!;
            }
          }
  return {
    dfilter: { shape: filter.shape, data: Float32Array.from(dfilter) },
    dx: { shape: x.shape, data: Float32Array.from(dx) },
  };
}
