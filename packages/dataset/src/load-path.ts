import { fileSource } from './archive/file-source.ts';
import { nodeInflaters } from './archive/node-inflate.ts';
import { defaultCacheFolder } from './cache/cache-folder.ts';
import { cacheFile, readCache, writeCache } from './cache/dataset-cache.ts';
import { fingerprintFile } from './cache/fingerprint.ts';
import type { FaceDataset } from './face-dataset.ts';
import { joinFerPlus } from './ferplus/join-ferplus.ts';
import { readFerPlus } from './ferplus/read-ferplus.ts';
import { fileError } from './file/file-error.ts';
import { listFolder } from './image-folder/list-folder.ts';
import { loadImages } from './image-folder/load-images.ts';
import type { LoadDatasetOptions } from './load-options.ts';
import { loadSource } from './load-source.ts';

const ADVICE = 'Pass the path of fer2013.csv, of an archive that holds it, or of a folder of images.';

/** `loadDataset` in Node. */
export async function loadPath(path: string, options: LoadDatasetOptions): Promise<FaceDataset> {
  options.signal?.throwIfAborted();
  const dataset = await loadCached(await openPath(path, options.signal), options);
  if (options.ferplus === undefined) return dataset;
  return joinFerPlus(dataset, await readFerPlus(options.ferplus, options.signal));
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
  const { cache = true, signal } = options;
  const folder = cache === true ? defaultCacheFolder() : cache;
  if (folder === false) return source.read(options);

  const file = cacheFile(folder, source.realPath);
  const fingerprint = await source.fingerprint();
  const kept = await readCache(file, fingerprint);
  signal?.throwIfAborted();
  // What was kept with rows left out is no answer to a caller who wants bad rows to be errors.
  const answers = kept && (kept.skipped.count === 0 || options.onBadRow === 'skip');
  if (answers) return { ...kept, source: { ...kept.source, location: source.path } };

  const dataset = await source.read(options);
  // A source that was written to meanwhile is not what the fingerprint says.
  if ((await source.fingerprint()) === fingerprint) await writeCache(file, dataset, fingerprint);
  return dataset;
}

async function openPath(path: string, signal: AbortSignal | undefined): Promise<OpenedPath> {
  const { realPath, isFolder } = await findSource(path);
  if (isFolder) {
    return {
      path,
      realPath,
      fingerprint: async () => (await listFolder(realPath, signal)).fingerprint,
      read: async (options) => loadImages((await listFolder(realPath, signal)).files, path, options),
    };
  }
  return {
    path,
    realPath,
    fingerprint: () => fingerprintFile(realPath).catch((cause: unknown) => failed(path, cause)),
    read: (options) => readSource(path, options),
  };
}

async function readSource(path: string, options: LoadDatasetOptions): Promise<FaceDataset> {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const source = await fileSource(path, ADVICE);
  try {
    const dataset = await loadSource(source, nodeInflaters(path), options, createHash('md5'));
    await source.assertUnchanged();
    return dataset;
  } finally {
    await source.close();
  }
}

async function findSource(path: string): Promise<{ realPath: string; isFolder: boolean }> {
  const { realpath, stat } = process.getBuiltinModule('node:fs/promises');
  try {
    const stats = await stat(path);
    return { realPath: await realpath(path), isFolder: stats.isDirectory() };
  } catch (cause) {
    return failed(path, cause);
  }
}

function failed(path: string, cause: unknown): never {
  throw fileError(path, cause, ADVICE);
}
