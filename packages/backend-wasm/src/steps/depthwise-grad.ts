import * as Op from '../../assembly/op-codes.ts';
import type { ConvGeometry } from '../conv-geometry.ts';
import type { Step } from '../engine/step.ts';
import { wholeImageChunks } from './image-chunks.ts';
import { depthwiseFilterGradWords, depthwiseInputGradWords } from './op-arguments.ts';

/** Sixteen channels fill whole cache lines. */
const chunkChannels = 16;

/**
 * @param at x `[batch, inHeight, inWidth, in]`, dy `[batch, outHeight, outWidth, in, multiplier]`, dfilter
 * `[filterHeight, filterWidth, in, multiplier]`
 */
export function depthwiseFilterGrad(
  at: { readonly x: number; readonly dy: number; readonly dfilter: number },
  geometry: ConvGeometry,
): Step {
  return {
    op: Op.depthwiseFilterGrad,
    chunks: Math.ceil(geometry.outChannels / chunkChannels),
    scratchFloats: 0,
    fields: depthwiseFilterGradWords({
      ...geometry,
      ...wholeImageChunks(geometry).division,
      x: at.x,
      dy: at.dy,
      dfilter: at.dfilter,
      chunkChannels,
    }),
  };
}

/**
 * @param at dy `[batch, outHeight, outWidth, in, multiplier]`, filter `[filterHeight, filterWidth, in, multiplier]`, dx
 * `[batch, inHeight, inWidth, in]`
 */
export function depthwiseInputGrad(
  at: { readonly dy: number; readonly filter: number; readonly dx: number },
  geometry: ConvGeometry,
): Step {
  const { chunks, division } = wholeImageChunks(geometry);
  return {
    op: Op.depthwiseInputGrad,
    chunks,
    scratchFloats: 0,
    fields: depthwiseInputGradWords({ ...geometry, ...division, dy: at.dy, filter: at.filter, dx: at.dx }),
  };
}
