import { FerError } from '@fer/core';
import { type FaceDataset, SPLITS } from '../face-dataset.ts';
import { FER_PLUS_COLUMNS, type FerPlusVotes } from './columns.ts';

const VOTES = FER_PLUS_COLUMNS.length;

/**
 * Gives each row of a data set the votes of the same row of FER+. Rows that were skipped while reading are passed over
 * in FER+ too.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` if the rows cannot belong together: the data set is not a CSV (images have
 * another order), the counts differ, the splits of a row differ, or more rows were skipped than are listed
 */
export function joinFerPlus(dataset: FaceDataset, ferPlus: FerPlusVotes): FaceDataset {
  const { count, skipped } = dataset;
  if (dataset.source.checksum === undefined) {
    throw mismatch(dataset, ferPlus, 'images have another order than the rows of fer2013.csv');
  }
  if (count + skipped.count !== ferPlus.count) {
    const rows = `${count} rows${skipped.count > 0 ? ` and ${skipped.count} skipped ones` : ''}`;
    throw mismatch(dataset, ferPlus, `the data set has ${rows}, FER+ has ${ferPlus.count}`);
  }
  if (skipped.count > skipped.rows.length) {
    throw mismatch(dataset, ferPlus, `${skipped.count} rows were skipped, too many to know which`);
  }

  const leftOut = new Set(skipped.rows.map(({ row }) => row - 1));
  const votes = new Uint8Array(count * VOTES);
  for (let from = 0, to = 0; from < ferPlus.count; from++) {
    if (leftOut.has(from)) continue;
    if (ferPlus.splits[from] !== dataset.splits[to]) {
      const [ours, theirs] = [SPLITS[dataset.splits[to]!], SPLITS[ferPlus.splits[from]!]];
      throw mismatch(dataset, ferPlus, `row ${from + 1} is ${ours} in the data set and ${theirs} in FER+`);
    }
    votes.set(ferPlus.votes.subarray(from * VOTES, (from + 1) * VOTES), to * VOTES);
    to++;
  }
  return { ...dataset, votes };
}

function mismatch(dataset: FaceDataset, ferPlus: FerPlusVotes, reason: string): FerError {
  return new FerError(
    'FER_INVALID_ARGUMENT',
    `The votes of ${ferPlus.location} do not belong to ${dataset.source.location}: ${reason}. FER+ goes with the complete fer2013.csv.`,
    { details: { dataset: dataset.source.location, ferplus: ferPlus.location, reason } },
  );
}
