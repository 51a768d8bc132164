import { describeValue, FerError } from '@fer/core';
import { blobSource } from './archive/blob-source.ts';
import { webInflaters } from './archive/web-inflate.ts';
import type { FaceDataset } from './face-dataset.ts';
import { assertLoadOptions, LOAD_BLOB_OPTIONS, type LoadBlobOptions } from './load-options.ts';
import { loadSource } from './load-source.ts';

/**
 * Loads a CSV or an archive of one from a `Blob` or a `File`, as a page gets it from an `<input type="file">` or a drop.
 * The same shapes as for `loadDataset`, except folders; no checksum, which browsers have no MD5 for, and no cache.
 *
 * @throws FerError as `loadDataset`
 */
export async function loadDatasetFromBlob(blob: Blob, options: LoadBlobOptions = {}): Promise<FaceDataset> {
  assertBlob(blob);
  assertLoadOptions(options, LOAD_BLOB_OPTIONS, 'loadDatasetFromBlob');
  const location = 'name' in blob && typeof blob.name === 'string' ? blob.name : 'the blob';
  return loadSource(blobSource(blob, location), webInflaters(location), options);
}

/** By what it does: a `Blob` of another realm is one too. */
function assertBlob(blob: unknown): asserts blob is Blob {
  const { size, slice, stream } = (blob ?? {}) as Partial<Blob>;
  if (typeof size === 'number' && typeof slice === 'function' && typeof stream === 'function') return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `loadDatasetFromBlob: the source must be a Blob or a File, but is ${describeValue(blob)}.`,
    { details: { source: blob } },
  );
}
