import { Merge } from '../../assembly/merge.ts';
import * as Op from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';
import { mergeWords } from './op-arguments.ts';

/** Floats of a chunk, some 20 µs. */
const chunkLength = 1 << 15;

const MERGES = { subtract: Merge.subtract, multiply: Merge.multiply, maximum: Merge.maximum } as const;

/**
 * y = x - other, x · other or the larger of both, of [length] each; NaN where one of them is.
 *
 * @param at `y` may be one of the inputs
 */
export function merge(
  kind: keyof typeof MERGES,
  at: { readonly x: number; readonly other: number; readonly y: number },
  length: number,
): Step {
  return {
    op: Op.merge,
    chunks: Math.ceil(length / chunkLength),
    scratchFloats: 0,
    fields: mergeWords({ x: at.x, other: at.other, y: at.y, length, chunkLength, merge: MERGES[kind] }),
  };
}
