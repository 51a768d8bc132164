import { assertChoice, assertOptions, FerError, type LabelledImages, UNLABELLED } from '@fer/core';
import { labelFromName } from '../emotion-names.ts';
import { type FaceDataset, type Split, splitRows } from '../face-dataset.ts';
import { copyRows } from '../rows.ts';
import { FER_PLUS_COLUMNS } from './columns.ts';
import { FER_PLUS_LABELS } from './labels.ts';
import { majorityLabels } from './majority-labels.ts';

export interface SelectFerPlusOptions {
  /**
   * `votes` (default), to train on: every image of which an emotion has more votes than unknown and than not-a-face,
   * with the distribution of the votes as its `targets`. `majority`, to score on: only images of which an emotion has
   * more than half of all votes, without `targets`.
   */
  readonly rows?: 'votes' | 'majority';
  /**
   * Whether an emotion that one person alone saw counts in `targets`; default false, since FER+ takes them for mistakes.
   * It does not change which images there are, nor their labels.
   */
  readonly singleVotes?: boolean;
}

const VOTES = FER_PLUS_COLUMNS.length;
const EMOTIONAL = FER_PLUS_LABELS.length;

/** For each column the index in `FER_PLUS_LABELS`; -1 for unknown and not-a-face. */
const LABELS = FER_PLUS_COLUMNS.map(
  (name) => labelFromName(name) ?? (FER_PLUS_LABELS as readonly string[]).indexOf(name),
);

/**
 * The images of one split with what FER+'s people saw in them, in the eight classes of `FER_PLUS_LABELS`.
 *
 * The label is the emotion with the most votes, single votes left out (Barsoum et al. 2016, arxiv.org/abs/1608.01041;
 * microsoft/FERPlus, src/ferplus.py, `_process_data`). Over Training, PublicTest and PrivateTest that leaves 25,060,
 * 3,199 and 3,153 images by `majority`, which is the paper's rule, and 28,153, 3,524 and 3,521 by `votes`, which is
 * simpler than its rule for distributions: that one also cuts a distribution after three quarters of its votes.
 *
 * @param dataset with `votes`, as `loadDataset(path, { ferplus })` and `joinFerPlus` make it
 * @returns copies; `labels` are indices into `FER_PLUS_LABELS`, `targets` are `[count, 8]`
 * @throws FerError `FER_INVALID_ARGUMENT` without votes and for options that cannot be; `FER_DATA_SPLIT_MISSING`
 */
export function selectFerPlus(
  dataset: FaceDataset,
  split: Split,
  options: SelectFerPlusOptions = {},
): LabelledImages {
  assertOptions(
    options,
    { rows: true, singleVotes: true } satisfies Record<keyof SelectFerPlusOptions, true>,
    'selectFerPlus',
  );
  const { rows: which = 'votes', singleVotes = false } = options;
  assertChoice(which, ['votes', 'majority'], 'rows', 'selectFerPlus');
  const { votes } = dataset;
  if (votes?.length !== dataset.count * VOTES) throw withoutVotes(dataset, votes);

  const labels = which === 'majority' ? majorityLabels(votes, FER_PLUS_LABELS) : mostVoted(votes);
  const rows = splitRows(dataset, split).filter((row) => labels[row] !== UNLABELLED);
  const { targets: _, ...selected } = copyRows({ ...dataset, labels }, rows);
  return which === 'majority' ? selected : { ...selected, targets: distributions(votes, rows, singleVotes) };
}

/**
 * The emotion of each row with the most votes, if these are more than unknown and than not-a-face have; of equals the first
 * in the order of the columns.
 */
function mostVoted(votes: Uint8Array): Uint8Array {
  const labels = new Uint8Array(votes.length / VOTES).fill(UNLABELLED);
  for (let row = 0; row < labels.length; row++) {
    let [most, mostOfOthers] = [0, 0];
    let winner = UNLABELLED;
    for (const [column, label] of LABELS.entries()) {
      const count = votes[row * VOTES + column]!;
      if (count <= 1) continue;
      if (label < 0) mostOfOthers = Math.max(mostOfOthers, count);
      else if (count > most) [most, winner] = [count, label];
    }
    if (most > mostOfOthers) labels[row] = winner;
  }
  return labels;
}

/** `[rows, 8]`, each row sums to 1. */
function distributions(votes: Uint8Array, rows: readonly number[], singleVotes: boolean): Float32Array {
  const least = singleVotes ? 1 : 2;
  const targets = new Float32Array(rows.length * EMOTIONAL);
  for (const [at, row] of rows.entries()) {
    const target = targets.subarray(at * EMOTIONAL, (at + 1) * EMOTIONAL);
    for (const [column, label] of LABELS.entries()) {
      const count = votes[row * VOTES + column]!;
      if (label >= 0 && count >= least) target[label] = count;
    }
    const sum = target.reduce((total, count) => total + count, 0);
    for (let label = 0; label < EMOTIONAL; label++) target[label]! /= sum;
  }
  return targets;
}

function withoutVotes({ source }: FaceDataset, votes: Uint8Array | undefined): FerError {
  return new FerError(
    'FER_INVALID_ARGUMENT',
    `selectFerPlus: ${source.location} must have \`votes\`, ten numbers a row, but has ${votes?.length ?? 'none'}. ` +
      'Load it with `loadDataset(path, { ferplus })`.',
    { details: { location: source.location } },
  );
}
