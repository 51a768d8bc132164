import { assertChoice, assertOptions, describeValue, FerError, MAX_IMAGE_PIXELS } from '@fer/core';
import type { OnBadRow } from './skip-list.ts';

/** How far a file has been read; bytes as they lie on disk, packed. */
export interface LoadProgress {
  readonly bytesRead: number;
  readonly totalBytes: number;
}

/** How a data set is loaded from anywhere. */
export interface LoadBlobOptions {
  /** Whether a bad row or file ends the loading or is left out, counted and listed. Default `error`. */
  readonly onBadRow?: OnBadRow;
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Most pixels of a picture in a folder or zip; default `DEFAULT_MAX_PIXELS`. */
  readonly maxPixels?: number;
  readonly signal?: AbortSignal;
}

/** How a data set is loaded from a path. */
export interface LoadDatasetOptions extends LoadBlobOptions {
  /**
   * Whether to keep what was read in the user's cache folder, so that it loads in an instant the next time, or the
   * folder to keep it in. Default `true`.
   */
  readonly cache?: boolean | string;
  /** Path of `ferplus.csv`, whose votes are joined row by row. */
  readonly ferplus?: string;
}

/** Pictures of faces are small, and eight are decoded at a time: 2^24, 4096 × 4096. */
export const DEFAULT_MAX_PIXELS = 2 ** 24;

/** The names of all options. */
export const LOAD_BLOB_OPTIONS = {
  onBadRow: true,
  onProgress: true,
  maxPixels: true,
  signal: true,
} satisfies Record<keyof LoadBlobOptions, true>;
export const LOAD_DATASET_OPTIONS = {
  ...LOAD_BLOB_OPTIONS,
  cache: true,
  ferplus: true,
} satisfies Record<keyof LoadDatasetOptions, true>;

const ON_BAD_ROW = ['error', 'skip'] as const satisfies readonly OnBadRow[];

/** What a value may be, by the name of the option; those of `parseFer2013Csv` too. */
const KINDS: readonly (readonly [option: string, expected: string, fits: (value: unknown) => boolean])[] = [
  ['maxPixels', `a whole number from 1 to ${MAX_IMAGE_PIXELS}`, isPixelCount],
  ['onProgress', 'a function', (value) => typeof value === 'function'],
  ['signal', 'an AbortSignal', isSignal],
  ['cache', 'true, false or the path of a folder', (value) => typeof value === 'boolean' || isText(value)],
  ['ferplus', 'the path of ferplus.csv', isText],
  ['location', 'a text', isText],
  ['name', 'a text', isText],
  ['totalBytes', 'a whole number of bytes', (value) => Number.isSafeInteger(value) && (value as number) >= 0],
];

/**
 * @param known the names of all options of the function
 * @param subject the function's name, for messages
 * @throws FerError `FER_INVALID_ARGUMENT` for an option that there is not, or a value that it cannot have
 */
export function assertLoadOptions(
  options: object,
  known: Readonly<Record<string, true>>,
  subject: string,
): void {
  assertOptions(options, known, subject);
  const given = options as Readonly<Record<string, unknown>>;
  if (given.onBadRow !== undefined) assertChoice(given.onBadRow, ON_BAD_ROW, 'onBadRow', subject);
  for (const [option, expected, fits] of KINDS) {
    const value = given[option];
    if (value !== undefined && !fits(value)) {
      throw new FerError(
        'FER_INVALID_ARGUMENT',
        `${subject}: \`${option}\` must be ${expected}, but is ${describeValue(value)}.`,
        { details: { subject, option, value } },
      );
    }
  }
}

function isPixelCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= MAX_IMAGE_PIXELS;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isSignal(value: unknown): boolean {
  return typeof (value as Partial<AbortSignal> | null)?.throwIfAborted === 'function';
}
