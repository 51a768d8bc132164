import { describeValue, EMOTIONS, FerError, findBadLabel } from '@fer/core';
import type { FaceDataset } from './face-dataset.ts';
import { copyRows } from './rows.ts';

/**
 * The part of a data set that has some of its labels, which are numbered anew in the order given.
 *
 * @param names of labels of the data set; votes are left behind, which are of other classes
 * @throws FerError `FER_INVALID_ARGUMENT` for a name that the data set does not have or that is there twice;
 * `FER_DATA_EMPTY` for one that no image has
 */
export function selectLabels(dataset: FaceDataset, names: readonly string[]): FaceDataset {
  const { labelNames = EMOTIONS, votes: _votes, ...rest } = dataset;
  const bad = findBadLabel(names);
  if (bad !== undefined) throw invalid(names[bad.index], bad.problem);
  const unknown = names.find((name) => !labelNames.includes(name));
  if (unknown !== undefined) throw invalid(unknown, `must be one of ${labelNames.join(', ')}`);

  const numbers = labelNames.map((name) => names.indexOf(name));
  const rows = [...dataset.labels.keys()].filter((row) => (numbers[dataset.labels[row]!] ?? -1) >= 0);
  const { images, count } = copyRows(dataset, rows);
  const labels = Uint8Array.from(rows, (row) => numbers[dataset.labels[row]!]!);
  const missing = names.find((_, number) => !labels.includes(number));
  if (missing !== undefined) {
    throw new FerError(
      'FER_DATA_EMPTY',
      `${dataset.source.location} has no image of '${missing}'. Leave the label out, or add pictures.`,
      { details: { location: dataset.source.location, label: missing } },
    );
  }
  const splits = Uint8Array.from(rows, (row) => dataset.splits[row]!);
  return { ...rest, images, count, labels, splits, labelNames: names };
}

function invalid(name: unknown, problem: string): FerError {
  return new FerError('FER_INVALID_ARGUMENT', `selectLabels: the label ${describeValue(name)} ${problem}.`, {
    details: { label: name },
  });
}
