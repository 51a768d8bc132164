import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ImageFile, isHidden, isImageName } from './image-file.ts';

/** Deep enough for any data set, and an end for links that go in circles. */
const DEEPEST_FOLDER = 8;

/** The image files below a folder, and what tells that they are still the same. */
export interface FolderListing {
  readonly files: readonly ImageFile[];
  /** SHA-256 of all paths, lengths and times. */
  readonly fingerprint: string;
}

/** Lists all images below a folder, following links. Node only. */
export async function listFolder(folder: string): Promise<FolderListing> {
  const found: { file: ImageFile; state: string }[] = [];
  await walk(folder, '', 0, found);
  found.sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
  const hash = createHash('sha256');
  for (const { file, state } of found) hash.update(`${file.path}\0${state}\n`);
  return { files: found.map(({ file }) => file), fingerprint: hash.digest('hex') };
}

async function walk(
  root: string,
  path: string,
  depth: number,
  found: { file: ImageFile; state: string }[],
): Promise<void> {
  const entries = await readdir(join(root, path), { withFileTypes: true });
  const visits = entries.map(async (entry) => {
    const below = path === '' ? entry.name : `${path}/${entry.name}`;
    if (isHidden(below) || (entry.isFile() && !isImageName(below))) return;
    const fullPath = join(root, below);
    const stats = await stat(fullPath, { bigint: true });
    if (stats.isDirectory()) {
      if (depth < DEEPEST_FOLDER) await walk(root, below, depth + 1, found);
    } else if (isImageName(below)) {
      const file = { path: below, size: Number(stats.size), read: () => readFile(fullPath) };
      found.push({ file, state: [stats.size, stats.mtimeNs, stats.ctimeNs].join(':') });
    }
  });
  await Promise.all(visits);
}
