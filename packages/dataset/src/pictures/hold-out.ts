import { SPLITS } from '../face-dataset.ts';
import { shuffledIndices } from '../shuffle.ts';
import { HOLD_OUT_STREAM } from '../streams.ts';

const [TRAINING, PUBLIC] = [SPLITS.indexOf('training'), SPLITS.indexOf('public')];

/**
 * Sets a share of the pictures of each label aside, drawn by a seed: at least one and not all, unless the share is 0 or 1 or
 * there is one alone.
 *
 * @param labels `[count]`
 * @returns `[count]`, indices into `SPLITS`: `public` for what is set aside, `training` for the others
 */
export function holdOut(labels: Uint8Array, share: number, seed: number): Uint8Array {
  const splits = new Uint8Array(labels.length).fill(TRAINING);
  for (const label of new Set(labels)) {
    const rows = [...labels.keys()].filter((row) => labels[row] === label);
    const order = shuffledIndices(rows.length, seed, label, HOLD_OUT_STREAM);
    for (const at of order.subarray(0, countOf(rows.length, share))) splits[rows[at]!] = PUBLIC;
  }
  return splits;
}

function countOf(count: number, share: number): number {
  if (share === 0 || share === 1) return count * share;
  return Math.min(Math.max(Math.round(count * share), 1), count - 1);
}
