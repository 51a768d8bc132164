import { describeValue, FerError } from '@fer/core';
import type { FaceDataset } from './face-dataset.ts';
import { assertLoadOptions, LOAD_DATASET_OPTIONS, type LoadDatasetOptions } from './load-options.ts';
import { loadPath } from './load-path.ts';

/**
 * Loads FER2013, or faces in one of its shapes, from a path in Node: a CSV in any of its four column dialects, the CSV
 * in a `.gz`, `.tar`, `.tar.gz` or `.zip`, or images in folders named after the expressions (`train/happy/1.png`, also
 * in a zip). What a file is, is told by its bytes. In a browser there are no paths: take `loadDatasetFromBlob`.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` for what is no path and for unknown options, `FER_DATA_NOT_FOUND`,
 * `FER_DATA_EMPTY`, `FER_DATA_HEADER`, `FER_DATA_ROW` (with file, row, line and reason in `details`),
 * `FER_DATA_TRUNCATED`, `FER_DATA_CORRUPT`, `FER_DATA_UNSUPPORTED`; the reason of `signal` if aborted
 */
export async function loadDataset(source: string, options: LoadDatasetOptions = {}): Promise<FaceDataset> {
  assertPath(source);
  assertLoadOptions(options, LOAD_DATASET_OPTIONS, 'loadDataset');
  if (typeof globalThis.process?.getBuiltinModule !== 'function') throw needsNode(source);
  return loadPath(source, options);
}

function assertPath(source: unknown): asserts source is string {
  if (typeof source === 'string' && source !== '' && !source.includes('\0')) {
    const scheme = /^(https?|ftp|file|data|blob|s3):/i.exec(source)?.[1];
    if (scheme === undefined) return;
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `loadDataset reads files, not ${scheme}: addresses. Download the file and pass its path.`,
      { details: { scheme } },
    );
  }
  const isBlob = typeof (source as Partial<Blob> | undefined | null)?.stream === 'function';
  const advice = isBlob ? 'Give it to loadDatasetFromBlob.' : 'Pass that of fer2013.csv, say.';
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `loadDataset: the source must be a path, but is ${describeValue(source)}. ${advice}`,
    { details: { source } },
  );
}

function needsNode(source: string): FerError {
  return new FerError(
    'FER_DATA_UNSUPPORTED',
    `loadDataset reads the path ${source}, which needs Node. In a browser give the file to loadDatasetFromBlob.`,
    { details: { source } },
  );
}
