import { describeValue, EMOTIONS, FerError, UNLABELLED } from '@fer/core';
import { labelFromName } from '../emotion-names.ts';
import { FER_PLUS_COLUMNS } from './columns.ts';

const VOTES = FER_PLUS_COLUMNS.length;

/**
 * The label that most people voted for, by FER+'s own rule: single votes are left out as outliers, and what then has more
 * than half of the votes wins (microsoft/FERPlus, src/ferplus.py, `_process_data` in mode `majority`). Where nothing
 * does, or unknown, not-a-face or what is none of the `labels` wins, the image is `UNLABELLED`.
 *
 * @param votes `[count, 10]`, in the order of `FER_PLUS_COLUMNS`
 * @param labels what the indices are of; default `EMOTIONS`, where contempt is no label; `FER_PLUS_LABELS` has it
 * @returns `[count]`, indices into `labels`, or `UNLABELLED`
 * @throws FerError `FER_INVALID_ARGUMENT` for what is no votes, or no labels
 */
export function majorityLabels(votes: Uint8Array, labels: readonly string[] = EMOTIONS): Uint8Array {
  if (!(votes instanceof Uint8Array) || votes.length % VOTES !== 0) {
    const given = votes instanceof Uint8Array ? `${votes.length} numbers` : describeValue(votes);
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `majorityLabels: the votes must be a Uint8Array of ten numbers a row, as \`dataset.votes\`, but are ${given}.`,
    );
  }
  if (!Array.isArray(labels) || labels.some((label) => typeof label !== 'string')) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `majorityLabels: the labels must be a list of names, as EMOTIONS or FER_PLUS_LABELS, but are ${describeValue(labels)}.`,
    );
  }
  const labelOfColumn = FER_PLUS_COLUMNS.map((column) => indexOfColumn(column, labels));
  const majority = new Uint8Array(votes.length / VOTES).fill(UNLABELLED);
  for (let row = 0; row < majority.length; row++) {
    let sum = 0;
    let most = 0;
    let winner = UNLABELLED;
    for (let column = 0; column < VOTES; column++) {
      const count = votes[row * VOTES + column]!;
      if (count <= 1) continue;
      sum += count;
      if (count > most) {
        most = count;
        winner = labelOfColumn[column]!;
      }
    }
    if (most > sum / 2) majority[row] = winner;
  }
  return majority;
}

/** FER+ calls `happiness` what `EMOTIONS` calls `happy`. */
function indexOfColumn(column: string, labels: readonly string[]): number {
  const emotion = labelFromName(column);
  const index = labels.indexOf(emotion === undefined ? column : EMOTIONS[emotion]!);
  return index < 0 ? UNLABELLED : index;
}
