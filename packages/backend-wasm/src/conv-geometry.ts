import type { backend_util } from '@tensorflow/tfjs-core';

/** The fields of `assembly/conv-geometry.ts`, in its order. */
export const geometryLength = 15;

/** Sizes of a convolution or pooling as the kernels read them. */
export function geometryOf(info: backend_util.Conv2DInfo): number[] {
  return [
    info.batchSize,
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.outHeight,
    info.outWidth,
    info.outChannels,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.dilationHeight,
    info.dilationWidth,
    info.padInfo.top,
    info.padInfo.left,
  ];
}

/** Whether there is nothing to compute: a dimension is 0. */
export function isEmpty(info: backend_util.Conv2DInfo): boolean {
  return geometryOf(info)
    .slice(0, 9)
    .some((size) => size === 0);
}
