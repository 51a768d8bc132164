import type { BigIntStats, Dirent } from 'node:fs';
import { FerError } from '@fer/core';
import { fileError } from '../file/file-error.ts';
import { readFile } from '../file/read-file.ts';
import { LONGEST_PICTURE_BYTES, MOST_FACES, tooManyFaces } from '../limits.ts';
import { type ImageFile, isHidden, isImageName } from './image-file.ts';

/** The files below a folder, and what tells that they are still the same. */
export interface FolderListing {
  readonly files: readonly ImageFile[];
  /** Paths of folders that hold nothing that is wanted, no folder either. */
  readonly empty: readonly string[];
  /** SHA-256 of all paths, lengths and times. */
  readonly fingerprint: string;
}

/** Ten folders that link to each other can be walked in three million ways. */
const MOST_FOLDERS = 20_000;

/**
 * Lists the images below a folder, following links but not in circles. What is hidden is passed over. Node only.
 *
 * @param isWanted whether a file of this name is listed; default: one that is named like an image
 * @throws FerError `FER_DATA_NOT_FOUND` if a folder cannot be read, `FER_DATA_UNSUPPORTED` if there are too many
 * folders or images; the reason of `signal` if aborted
 */
export async function listFolder(
  folder: string,
  signal?: AbortSignal,
  isWanted: (path: string) => boolean = isImageName,
): Promise<FolderListing> {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const walk: Walk = { root: folder, signal, isWanted, folders: 0, found: [], empty: [] };
  await visit(walk, '', []);
  const { found, empty } = walk;
  found.sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
  const hash = createHash('sha256');
  for (const { file, state } of found) hash.update(`${file.path}\0${state}\n`);
  return { files: found.map(({ file }) => file), empty, fingerprint: hash.digest('hex') };
}

interface Walk {
  readonly root: string;
  readonly signal: AbortSignal | undefined;
  readonly isWanted: (path: string) => boolean;
  folders: number;
  readonly found: { file: ImageFile; state: string }[];
  readonly empty: string[];
}

async function visit(walk: Walk, path: string, above: readonly string[]): Promise<void> {
  const { readdir, realpath, stat } = process.getBuiltinModule('node:fs/promises');
  const { join } = process.getBuiltinModule('node:path');
  walk.signal?.throwIfAborted();
  const here = join(walk.root, path);
  let folder: string;
  let entries: Dirent[];
  try {
    folder = await realpath(here);
    if (above.includes(folder)) return; // a link to where it lies itself
    if (++walk.folders > MOST_FOLDERS) throw tooManyFolders(walk.root);
    entries = await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw fileError(here, cause, 'Pass a folder that can be read, with all that is in it.');
  }

  const paths = entries
    .filter((entry) => !isHidden(entry.name) && (!entry.isFile() || walk.isWanted(entry.name)))
    .map((entry) => (path === '' ? entry.name : `${path}/${entry.name}`));
  if (paths.length === 0 && path !== '') walk.empty.push(path);
  if (walk.found.length + paths.length > MOST_FACES) throw tooManyFaces(walk.root, 'pictures');
  // A link that leads nowhere is a file that cannot be read: for the one who reads it to report.
  const stats = await Promise.all(
    paths.map((below) => stat(join(walk.root, below), { bigint: true }).catch(() => undefined)),
  );
  for (const [index, below] of paths.entries()) {
    if (stats[index]?.isDirectory()) await visit(walk, below, [...above, folder]);
    else if (walk.isWanted(below)) walk.found.push(foundFile(walk, below, stats[index]));
  }
}

function foundFile({ root, signal }: Walk, path: string, stats: BigIntStats | undefined) {
  const { join } = process.getBuiltinModule('node:path');
  const read = () => readFile(join(root, path), { longestBytes: LONGEST_PICTURE_BYTES, advice: '', signal });
  const file: ImageFile = { path, size: Number(stats?.size ?? 0), read };
  return { file, state: [stats?.size, stats?.mtimeNs, stats?.ctimeNs].join(':') };
}

function tooManyFolders(folder: string): FerError {
  return new FerError(
    'FER_DATA_UNSUPPORTED',
    `${folder} leads to more than ${MOST_FOLDERS.toLocaleString('en-US')} folders; do some link to each other? Pass a folder without such links.`,
    { details: { location: folder, limit: MOST_FOLDERS } },
  );
}
