import { EMOTIONS, UNLABELLED } from '@fer/core';
import { type DatasetSource, type FaceDataset, type SkippedRows, SPLITS } from '../face-dataset.ts';

/** First bytes of every cache file. */
export const CACHE_MAGIC = 'FERCACHE';

/** Raised whenever the layout or the meaning of what is read changes, so that older files are read anew. */
export const CACHE_VERSION = 2;

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

/** Whether a header says all that it must: its checksum shows accidents, not who wrote it. */
export function isCacheHeader(value: unknown): value is CacheHeader {
  if (!isRecord(value) || !isRecord(value.source) || !isRecord(value.skipped)) return false;
  const { fingerprint, name, width, height, count, source, skipped } = value;
  const { checksum, recognisedAs } = source;
  return (
    [fingerprint, name, source.location].every((text) => typeof text === 'string') &&
    (recognisedAs === undefined || typeof recognisedAs === 'string') &&
    (checksum === undefined ||
      (isRecord(checksum) && checksum.algorithm === 'md5' && typeof checksum.value === 'string')) &&
    [width, height, count].every(isCount) &&
    isCount(skipped.count) &&
    Array.isArray(skipped.rows) &&
    skipped.rows.every((row) => isRecord(row) && isCount(row.row) && typeof row.reason === 'string')
  );
}

/** Whether all labels and splits are among those that there are. */
export function hasMeaning({ labels, splits }: FaceDataset): boolean {
  return (
    labels.every((label) => label < EMOTIONS.length || label === UNLABELLED) &&
    splits.every((split) => split < SPLITS.length)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
