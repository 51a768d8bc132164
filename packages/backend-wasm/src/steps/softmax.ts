import * as Op from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';
import { softmaxWords } from './op-arguments.ts';

/** Numbers of a chunk: some 20 µs. */
const chunkWork = 8192;

/**
 * The share of exp(x) in the sum of its row, of x [rows, columns], whatever the size of the numbers; within 1e-6. A row
 * with NaN, with Infinity or of -Infinity alone becomes NaN.
 */
export function softmax(at: SoftmaxAddresses, rows: number, columns: number): Step {
  return softmaxStep(Op.softmax, at, rows, columns);
}

/** The logarithm of `softmax`, which has no smallest number. */
export function logSoftmax(at: SoftmaxAddresses, rows: number, columns: number): Step {
  return softmaxStep(Op.logSoftmax, at, rows, columns);
}

interface SoftmaxAddresses {
  /** `[rows, columns]` */
  readonly x: number;
  /** `[rows, columns]`; may be `x`. */
  readonly y: number;
}

function softmaxStep(op: number, at: SoftmaxAddresses, rows: number, columns: number): Step {
  const chunkRows = Math.max(1, Math.floor(chunkWork / Math.max(1, columns)));
  return {
    op,
    chunks: Math.ceil(rows / chunkRows),
    scratchFloats: 0,
    fields: softmaxWords({ x: at.x, y: at.y, rows, columns, chunkRows }),
  };
}
