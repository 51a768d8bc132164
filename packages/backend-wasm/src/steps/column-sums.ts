import * as Op from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';
import { columnSumsWords } from './op-arguments.ts';

/** Two cache lines a row: wide enough to stream, narrow enough to give every thread some. */
const chunkColumns = 32;

/** out[column] = Σ x[row][column], of x [rows, columns]. */
export function columnSums(at: { x: number; out: number }, rows: number, columns: number): Step {
  return {
    op: Op.columnSums,
    chunks: Math.ceil(columns / chunkColumns),
    scratchFloats: chunkColumns,
    fields: columnSumsWords({ x: at.x, out: at.out, rows, columns, chunkColumns }),
  };
}
