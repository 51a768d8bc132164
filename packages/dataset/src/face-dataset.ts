import { describeValue, FerError, type LabelledImages } from '@fer/core';

/** The three parts of FER2013, in the order of its file; its `Usage` column calls them Training, PublicTest, PrivateTest. */
export const SPLITS = ['training', 'public', 'private'] as const;

/** One part of a data set. */
export type Split = (typeof SPLITS)[number];

/** Where a data set came from. */
export interface DatasetSource {
  /** A path, a file's name, or `synthetic`. */
  readonly location: string;
  /** Of the CSV's bytes after unpacking; absent where there is no CSV. */
  readonly checksum?: { readonly algorithm: 'md5'; readonly value: string };
  /** The published file that has this checksum. */
  readonly recognisedAs?: string;
}

/** Rows or files that `onBadRow: 'skip'` left out. */
export interface SkippedRows {
  readonly count: number;
  /** The first of them; `row` counts data rows (or files, in sorted order) from 1. */
  readonly rows: readonly { readonly row: number; readonly reason: string }[];
}

/** Equally sized gray faces with labels and splits, whatever they were read from. */
export interface FaceDataset extends LabelledImages {
  /** `fer2013`, `synthetic`, or the name of the file or folder. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly count: number;
  /** `[count, height, width, 1]`, NHWC, uint8, 0..255, in the order of the file. */
  readonly images: Uint8Array;
  /** `[count]`, indices into `EMOTIONS`, or `UNLABELLED`. */
  readonly labels: Uint8Array;
  /** `[count]`, indices into `SPLITS`. */
  readonly splits: Uint8Array;
  readonly source: DatasetSource;
  readonly skipped: SkippedRows;
  /** `[count, 10]`, FER+ votes in the order of `FER_PLUS_COLUMNS`, if they were joined. */
  readonly votes?: Uint8Array;
}

/**
 * The images of one split, in the order of the file. They are views on the data set's memory where the split is
 * contiguous, as in FER2013, and copies where it is not.
 *
 * @throws FerError `FER_DATA_SPLIT_MISSING` if the data set has no row of that split
 */
export function selectSplit(dataset: FaceDataset, split: Split): LabelledImages {
  const { width, height, splits } = dataset;
  const wanted = SPLITS.indexOf(split);
  const first = splits.indexOf(wanted);
  if (wanted < 0 || first < 0) throw missingSplit(dataset, split);
  const last = splits.lastIndexOf(wanted);

  const imageSize = width * height;
  const span = last - first + 1;
  const images = dataset.images.subarray(first * imageSize, (last + 1) * imageSize);
  const labels = dataset.labels.subarray(first, last + 1);
  let count = 0;
  for (let row = first; row <= last; row++) if (splits[row] === wanted) count++;
  if (count === span) return { images, labels, count, width, height };

  const chosenImages = new Uint8Array(count * imageSize);
  const chosenLabels = new Uint8Array(count);
  for (let row = 0, to = 0; row < span; row++) {
    if (splits[first + row] !== wanted) continue;
    chosenImages.set(images.subarray(row * imageSize, (row + 1) * imageSize), to * imageSize);
    chosenLabels[to++] = labels[row]!;
  }
  return { images: chosenImages, labels: chosenLabels, count, width, height };
}

function missingSplit(dataset: FaceDataset, split: unknown): FerError {
  const available = SPLITS.filter((_, index) => dataset.splits.includes(index));
  return new FerError(
    'FER_DATA_SPLIT_MISSING',
    `The data set ${dataset.source.location} has no rows of the split ${describeValue(split)}; it has ${available.join(', ') || 'none'}. Choose one of these, or load the complete data set.`,
    { details: { location: dataset.source.location, split, available } },
  );
}
