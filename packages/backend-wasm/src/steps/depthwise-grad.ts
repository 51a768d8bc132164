import { Op } from '../../assembly/op-codes.ts';
import { type ConvGeometry, geometryWords } from '../conv-geometry.ts';
import type { Step } from '../engine/step.ts';
import { wholeImageChunks } from './image-chunks.ts';

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
    fields: [
      ...geometryWords(geometry),
      ...wholeImageChunks(geometry).words,
      at.x,
      at.dy,
      at.dfilter,
      chunkChannels,
    ],
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
  const { chunks, words } = wholeImageChunks(geometry);
  return {
    op: Op.depthwiseInputGrad,
    chunks,
    scratchFloats: 0,
    fields: [...geometryWords(geometry), ...words, at.dy, at.filter, at.dx],
  };
}
