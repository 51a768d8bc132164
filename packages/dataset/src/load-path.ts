import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { FerError } from '@fer/core';
import { fileSource } from './archive/file-source.ts';
import { nodeInflaters } from './archive/node-inflate.ts';
import { cacheFile, defaultCacheFolder, readCache, writeCache } from './cache/dataset-cache.ts';
import { fingerprintFile } from './cache/fingerprint.ts';
import type { FaceDataset } from './face-dataset.ts';
import type { LoadDatasetOptions } from './load-options.ts';
import { loadSource } from './load-source.ts';

/** `loadDataset` without its lazy import. Node only. */
export async function loadPath(path: string, options: LoadDatasetOptions): Promise<FaceDataset> {
  options.signal?.throwIfAborted();
  const realPath = await findSource(path);
  const { cache = true } = options;
  if (cache === false) return readSource(path, options);

  const folder = cache === true ? await defaultCacheFolder() : cache;
  const file = cacheFile(folder, realPath);
  const fingerprint = await fingerprintFile(realPath);
  const kept = await readCache(file, fingerprint);
  // What was kept with rows left out is no answer to a caller who wants bad rows to be errors.
  const answers = kept && (kept.skipped.count === 0 || options.onBadRow === 'skip');
  if (answers) return { ...kept, source: { ...kept.source, location: path } };

  const dataset = await readSource(path, options);
  // A source that was written to meanwhile is not what the fingerprint says.
  if ((await fingerprintFile(realPath)) === fingerprint) await writeCache(file, dataset, fingerprint);
  return dataset;
}

async function readSource(path: string, options: LoadDatasetOptions): Promise<FaceDataset> {
  const source = await fileSource(path);
  try {
    return await loadSource(source, nodeInflaters(path), options, createHash('md5'));
  } finally {
    await source.close();
  }
}

async function findSource(path: string): Promise<string> {
  try {
    await stat(path);
    return await realpath(path);
  } catch (cause) {
    throw new FerError(
      'FER_DATA_NOT_FOUND',
      `There is no file or folder ${path}. Pass the path of fer2013.csv, of an archive that holds it, or of a folder of images.`,
      { details: { path }, cause },
    );
  }
}
