import * as Op from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';
import { globalPoolWords } from './op-arguments.ts';

/** Floats that a chunk reads, about. */
const chunkFloats = 65536;

/**
 * The largest value, or the mean, of each channel of each image. NaN is never the largest.
 *
 * @param at     addresses: x `[batch, pixels, channels]`, y `[batch, channels]`
 * @param pixels height times width
 */
export function globalPool(
  kind: 'max' | 'average',
  at: { readonly x: number; readonly y: number },
  batch: number,
  pixels: number,
  channels: number,
): Step {
  const chunkImages = Math.max(1, Math.min(batch, Math.floor(chunkFloats / (pixels * channels))));
  return {
    op: kind === 'max' ? Op.globalMaxPool : Op.globalAveragePool,
    chunks: Math.ceil(batch / chunkImages),
    scratchFloats: 0,
    fields: globalPoolWords({ x: at.x, y: at.y, batch, pixels, channels, chunkImages }),
  };
}
