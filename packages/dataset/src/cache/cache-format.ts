import type { DatasetSource, FaceDataset, SkippedRows } from '../face-dataset.ts';

/** First bytes of every cache file. */
export const CACHE_MAGIC = 'FERCACHE';

/** Raised whenever the layout or the meaning of what is read changes, so that older files are read anew. */
export const CACHE_VERSION = 1;

/** Magic, version, length of the header, CRC-32 of the header, CRC-32 of the body: 8 + 4 · uint32, little endian. */
export const PREFIX_BYTES = 8 + 4 * 4;

/** The header of a cache file, as JSON; the body behind it is labels, splits and images. */
export interface CacheHeader {
  /** What the source looked like when it was read; see `fingerprintFile`. */
  readonly fingerprint: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly source: DatasetSource;
  readonly skipped: SkippedRows;
}

/** What is stored of a data set besides its bytes. */
export function cacheHeader(dataset: FaceDataset, fingerprint: string): CacheHeader {
  const { name, width, height, count, source, skipped } = dataset;
  return { fingerprint, name, width, height, count, source, skipped };
}
