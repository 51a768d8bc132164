import { Op } from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';
import { columnSums } from './column-sums.ts';
import { softmaxCrossEntropyWords } from './op-arguments.ts';

export interface SoftmaxCrossEntropyAddresses {
  /** [rows, classes] */
  readonly logits: number;
  /** [rows], int32, 0..classes-1 */
  readonly labels: number;
  /** [classes], or 0 for all the same */
  readonly classWeights: number;
  /** [rows, classes], overwritten */
  readonly gradient: number;
  /** [2], overwritten: the mean loss, and how many rows are right */
  readonly sums: number;
  /** [rows, 2] */
  readonly workspace: number;
}

/** Numbers of a chunk: some 20 µs. */
const chunkWork = 8192;

/**
 * The loss of `fusedSoftmaxCrossEntropy`, its gradient by the logits, and the count of rows whose highest logit (the
 * first of them) is that of their label.
 */
export function softmaxCrossEntropy(
  at: SoftmaxCrossEntropyAddresses,
  rows: number,
  classes: number,
  labelSmoothing: number,
): Step[] {
  const chunkRows = Math.max(1, Math.floor(chunkWork / classes));
  return [
    {
      op: Op.softmaxCrossEntropy,
      chunks: Math.ceil(rows / chunkRows),
      scratchFloats: 0,
      fields: softmaxCrossEntropyWords({
        logits: at.logits,
        labels: at.labels,
        classWeights: at.classWeights,
        gradient: at.gradient,
        parts: at.workspace,
        rows,
        classes,
        chunkRows,
        smoothing: labelSmoothing,
      }),
    },
    columnSums({ x: at.workspace, out: at.sums }, rows, 2),
  ];
}
