import * as Op from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';
import { segmentSumWords } from './op-arguments.ts';

/** Floats of a chunk, read and written: some 20 µs. */
const chunkWork = 1 << 16;

/**
 * out[ids[row]] += x[row], of x [rows, columns], ids [rows] (int32, those outside of 0..segments-1 are left out) and out
 * [segments, columns]. Chunks are columns, so that rows of one segment are added in their order.
 */
export function segmentSum(
  at: { readonly x: number; readonly ids: number; readonly out: number },
  rows: number,
  columns: number,
  segments: number,
): Step {
  const fitting = Math.floor(chunkWork / Math.max(1, rows + segments));
  const chunkColumns = Math.max(16, Math.floor(fitting / 16) * 16);
  return {
    op: Op.segmentSum,
    chunks: Math.ceil(columns / chunkColumns),
    scratchFloats: 0,
    fields: segmentSumWords({ x: at.x, ids: at.ids, out: at.out, rows, columns, segments, chunkColumns }),
  };
}
