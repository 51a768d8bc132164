import { Op } from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';

/** Numbers of a chunk: some 20 µs. */
const chunkWork = 8192;

/**
 * The share of exp(x) in the sum of its row, of x [rows, columns], whatever the size of the numbers; within 1e-6. A row
 * with NaN, with Infinity or of -Infinity alone becomes NaN.
 *
 * @param at `y`: [rows, columns], may be `x`
 */
export function softmax(at: { readonly x: number; readonly y: number }, rows: number, columns: number): Step {
  const chunkRows = Math.max(1, Math.floor(chunkWork / Math.max(1, columns)));
  return {
    op: Op.softmax,
    chunks: Math.ceil(rows / chunkRows),
    scratchFloats: 0,
    fields: [at.x, at.y, rows, columns, chunkRows],
  };
}
