import { describeValue, FerError, UNLABELLED } from '@fer/core';
import { labelFromName } from '../emotion-names.ts';
import { FER_PLUS_COLUMNS } from './columns.ts';

const VOTES = FER_PLUS_COLUMNS.length;
const LABELS = FER_PLUS_COLUMNS.map((name) => labelFromName(name) ?? UNLABELLED);

/**
 * The label that most people voted for, by FER+'s own rule: single votes are left out as outliers, and what then has more
 * than half of the votes wins (microsoft/FERPlus, src/ferplus.py, `_process_data` in mode `majority`). Where nothing
 * does, or contempt, unknown or not-a-face wins, the image is `UNLABELLED`.
 *
 * @param votes `[count, 10]`, in the order of `FER_PLUS_COLUMNS`
 * @returns `[count]`, indices into `EMOTIONS`, or `UNLABELLED`
 * @throws FerError `FER_INVALID_ARGUMENT` for what is no votes
 */
export function majorityLabels(votes: Uint8Array): Uint8Array {
  if (!(votes instanceof Uint8Array) || votes.length % VOTES !== 0) {
    const given = votes instanceof Uint8Array ? `${votes.length} numbers` : describeValue(votes);
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `majorityLabels: the votes must be a Uint8Array of ten numbers a row, as \`dataset.votes\`, but are ${given}.`,
    );
  }
  const labels = new Uint8Array(votes.length / VOTES).fill(UNLABELLED);
  for (let row = 0; row < labels.length; row++) {
    let sum = 0;
    let most = 0;
    let winner = UNLABELLED;
    for (let column = 0; column < VOTES; column++) {
      const count = votes[row * VOTES + column]!;
      if (count <= 1) continue;
      sum += count;
      if (count > most) {
        most = count;
        winner = LABELS[column]!;
      }
    }
    if (most > sum / 2) labels[row] = winner;
  }
  return labels;
}
