import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { FerError } from '@fer/core';
import { fileSource } from './archive/file-source.ts';
import { nodeInflaters } from './archive/node-inflate.ts';
import { cacheFile, defaultCacheFolder, readCache, writeCache } from './cache/dataset-cache.ts';
import { fingerprintFile } from './cache/fingerprint.ts';
import type { FaceDataset } from './face-dataset.ts';
import { joinFerPlus } from './ferplus/join-ferplus.ts';
import { readFerPlus } from './ferplus/read-ferplus.ts';
import { listFolder } from './image-folder/list-folder.ts';
import { loadImages } from './image-folder/load-images.ts';
import type { LoadDatasetOptions } from './load-options.ts';
import { loadSource } from './load-source.ts';

/** `loadDataset` without its lazy import. Node only. */
export async function loadPath(path: string, options: LoadDatasetOptions): Promise<FaceDataset> {
  options.signal?.throwIfAborted();
  const dataset = await loadCached(await openPath(path), options);
  if (options.ferplus === undefined) return dataset;
  return joinFerPlus(dataset, await readFerPlus(options.ferplus));
}

/** A file or folder before it is read. */
interface OpenedPath {
  readonly path: string;
  readonly realPath: string;
  /** What tells whether it is still the same. */
  fingerprint(): Promise<string>;
  read(options: LoadDatasetOptions): Promise<FaceDataset>;
}

async function loadCached(source: OpenedPath, options: LoadDatasetOptions): Promise<FaceDataset> {
  const { cache = true } = options;
  if (cache === false) return source.read(options);

  const folder = cache === true ? await defaultCacheFolder() : cache;
  const file = cacheFile(folder, source.realPath);
  const fingerprint = await source.fingerprint();
  const kept = await readCache(file, fingerprint);
  // What was kept with rows left out is no answer to a caller who wants bad rows to be errors.
  const answers = kept && (kept.skipped.count === 0 || options.onBadRow === 'skip');
  if (answers) return { ...kept, source: { ...kept.source, location: source.path } };

  const dataset = await source.read(options);
  // A source that was written to meanwhile is not what the fingerprint says.
  if ((await source.fingerprint()) === fingerprint) await writeCache(file, dataset, fingerprint);
  return dataset;
}

async function openPath(path: string): Promise<OpenedPath> {
  const { realPath, isFolder } = await findSource(path);
  if (isFolder) {
    return {
      path,
      realPath,
      fingerprint: async () => (await listFolder(realPath)).fingerprint,
      read: async (options) => loadImages((await listFolder(realPath)).files, path, options),
    };
  }
  return {
    path,
    realPath,
    fingerprint: () => fingerprintFile(realPath),
    read: (options) => readSource(path, options),
  };
}

async function readSource(path: string, options: LoadDatasetOptions): Promise<FaceDataset> {
  const source = await fileSource(path).catch((cause: unknown) => {
    throw cannotOpen(path, cause);
  });
  try {
    return await loadSource(source, nodeInflaters(path), options, createHash('md5'));
  } finally {
    await source.close();
  }
}

async function findSource(path: string): Promise<{ realPath: string; isFolder: boolean }> {
  try {
    const stats = await stat(path);
    return { realPath: await realpath(path), isFolder: stats.isDirectory() };
  } catch (cause) {
    throw cannotOpen(path, cause);
  }
}

function cannotOpen(path: string, cause: unknown): FerError {
  const code = (cause as { code?: string }).code;
  const problem =
    code === 'ENOENT' ? `There is no file or folder ${path}.` : `${path} cannot be opened (${code}).`;
  return new FerError(
    'FER_DATA_NOT_FOUND',
    `${problem} Pass the path of fer2013.csv, of an archive that holds it, or of a folder of images.`,
    { details: { path }, cause },
  );
}
