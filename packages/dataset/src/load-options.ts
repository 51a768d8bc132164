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
