import { EMOTIONS, FerError, type LabelledImages, UNLABELLED } from '@fer/core';
import {
  type FaceDataset,
  FER_PLUS_LABELS,
  majorityLabels,
  SPLITS,
  type Split,
  selectSplit,
} from '@fer/dataset';

/** Whose labels count: those of FER2013, or what most of FER+'s people voted for. */
export const LABEL_SOURCES = ['fer2013', 'ferplus'] as const;

/** One of `LABEL_SOURCES`. */
export type LabelSource = (typeof LABEL_SOURCES)[number];

/** Images to be scored. */
export interface SelectedImages extends LabelledImages {
  /** What the labels are indices of. */
  readonly dataLabels: readonly string[];
  /** `[count]`, their rows in the data set. */
  readonly rows: readonly number[];
}

/**
 * The images of a split with the labels that count. Of FER+ those stand that a majority agrees on: among eight classes
 * where every network knows contempt, else among seven.
 *
 * @param networks the labels of each network that will be scored
 * @throws FerError `FER_DATA_SPLIT_MISSING`; `FER_DATA_EMPTY` if no image has a label of FER+
 */
export function selectImages(
  dataset: FaceDataset,
  split: Split,
  source: LabelSource,
  networks: readonly (readonly string[])[],
): SelectedImages {
  const whole = selectSplit(dataset, split);
  const inSplit = rowsOf(dataset, split);
  if (source === 'fer2013') return { ...whole, dataLabels: dataset.labelNames ?? EMOTIONS, rows: inSplit };
  const knowContempt = networks.every((labels) => labels.includes('contempt'));
  const dataLabels = knowContempt ? FER_PLUS_LABELS : EMOTIONS;
  const majority = majorityLabels(dataset.votes!, dataLabels);
  const rows = inSplit.filter((row) => majority[row] !== UNLABELLED);
  if (rows.length === 0) {
    throw new FerError('FER_DATA_EMPTY', `FER+ has no majority for any image of the split ${split}.`, {
      details: { split },
    });
  }

  const { width, height } = dataset;
  const area = width * height;
  const images = new Uint8Array(rows.length * area);
  for (const [at, row] of rows.entries()) {
    images.set(dataset.images.subarray(row * area, (row + 1) * area), at * area);
  }
  const labels = Uint8Array.from(rows, (row) => majority[row]!);
  return { images, labels, count: rows.length, width, height, dataLabels, rows };
}

function rowsOf({ splits, count }: FaceDataset, split: Split): number[] {
  const wanted = SPLITS.indexOf(split);
  return Array.from({ length: count }, (_, row) => row).filter((row) => splits[row] === wanted);
}
