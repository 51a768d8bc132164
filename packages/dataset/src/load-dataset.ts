import { FerError } from '@fer/core';
import type { FaceDataset } from './face-dataset.ts';
import type { LoadDatasetOptions } from './load-options.ts';

/**
 * Loads FER2013, or faces in one of its shapes, from a path in Node: a CSV in any of its four column dialects, the CSV
 * in a `.gz`, `.tar`, `.tar.gz` or `.zip`, or images in folders named after the expressions (`train/happy/1.png`, also
 * in a zip). What a file is, is told by its bytes. In a browser there are no paths: take `loadDatasetFromBlob`.
 *
 * @throws FerError `FER_DATA_NOT_FOUND`, `FER_DATA_EMPTY`, `FER_DATA_HEADER`, `FER_DATA_ROW` (with file, row, line and
 * reason in `details`), `FER_DATA_TRUNCATED`, `FER_DATA_CORRUPT`, `FER_DATA_UNSUPPORTED`; the reason of `signal` if aborted
 */
export async function loadDataset(source: string, options: LoadDatasetOptions = {}): Promise<FaceDataset> {
  if (!globalThis.process?.versions?.node) throw needsNode(source);
  const { loadPath } = await import('./load-path.ts');
  return loadPath(source, options);
}

function needsNode(source: string): FerError {
  return new FerError(
    'FER_DATA_UNSUPPORTED',
    `loadDataset reads the path ${source}, which needs Node. In a browser give the file to loadDatasetFromBlob.`,
    { details: { source } },
  );
}
