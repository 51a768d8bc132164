import { describeValue, FerError, type LabelledImages } from '@fer/core';
import { copyRows, viewRows } from './rows.ts';

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
  /** `[count]`, indices into `labelNames`, or `UNLABELLED`. */
  readonly labels: Uint8Array;
  /** What labels stand for; default: `EMOTIONS`. */
  readonly labelNames?: readonly string[];
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
  const rows = splitRows(dataset, split);
  const [first, end] = [rows[0]!, rows.at(-1)! + 1];
  return rows.length === end - first ? viewRows(dataset, first, end) : copyRows(dataset, rows);
}

/**
 * The rows of one split, in the order of the file.
 *
 * @throws FerError `FER_DATA_SPLIT_MISSING` if there is none
 */
export function splitRows(dataset: FaceDataset, split: Split): number[] {
  const wanted = SPLITS.indexOf(split);
  const rows: number[] = [];
  for (const [row, ofSplit] of dataset.splits.entries()) if (ofSplit === wanted) rows.push(row);
  if (rows.length === 0) throw missingSplit(dataset, split);
  return rows;
}

function missingSplit(dataset: FaceDataset, split: unknown): FerError {
  const available = SPLITS.filter((_, index) => dataset.splits.includes(index));
  return new FerError(
    'FER_DATA_SPLIT_MISSING',
    `The data set ${dataset.source.location} has no rows of the split ${describeValue(split)}; it has ${available.join(', ') || 'none'}. Choose one of these, or load the complete data set.`,
    { details: { location: dataset.source.location, split, available } },
  );
}
