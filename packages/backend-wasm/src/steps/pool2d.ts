import * as Op from '../../assembly/op-codes.ts';
import type { ConvGeometry } from '../conv-geometry.ts';
import type { Step } from '../engine/step.ts';
import { imageChunks } from './image-chunks.ts';
import { pool2DWords } from './op-arguments.ts';

/** Addresses: x `[batch, inHeight, inWidth, channels]`, y `[batch, outHeight, outWidth, channels]`. */
export interface Pool2DAddresses {
  readonly x: number;
  readonly y: number;
}

/**
 * The largest value of each window. NaN is never the largest; a window of nothing else, or wholly in the padding, gives
 * -Infinity, as on tfjs's cpu backend.
 */
export function maxPool2D(at: Pool2DAddresses, geometry: ConvGeometry): Step {
  return pool2D(Op.maxPool2D, at, geometry);
}

/** The mean of each window's pixels that lie inside the image; NaN where there are none. */
export function averagePool2D(at: Pool2DAddresses, geometry: ConvGeometry): Step {
  return pool2D(Op.averagePool2D, at, geometry);
}

function pool2D(op: number, { x, y }: Pool2DAddresses, geometry: ConvGeometry): Step {
  const { chunks, division } = imageChunks(geometry, geometry.outHeight, 4);
  const windowHeight = (geometry.filterHeight - 1) * geometry.dilationHeight + 1;
  const rowFloats = Math.ceil((geometry.outWidth * geometry.inChannels) / 16) * 16;
  return {
    op,
    chunks,
    scratchFloats: windowHeight * rowFloats,
    fields: pool2DWords({ ...geometry, ...division, x, y }),
  };
}
