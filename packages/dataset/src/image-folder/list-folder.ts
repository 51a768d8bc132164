import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ImageFile, isHidden, isImageName } from './image-file.ts';

/** The image files below a folder, and what tells that they are still the same. */
export interface FolderListing {
  readonly files: readonly ImageFile[];
  /** SHA-256 of all paths, lengths and times. */
  readonly fingerprint: string;
}

/** Lists all images below a folder, following links. Node only. */
export async function listFolder(folder: string): Promise<FolderListing> {
  const found: { file: ImageFile; state: string }[] = [];
  await walk(folder, '', [], found);
  found.sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
  const hash = createHash('sha256');
  for (const { file, state } of found) hash.update(`${file.path}\0${state}\n`);
  return { files: found.map(({ file }) => file), fingerprint: hash.digest('hex') };
}

async function walk(
  root: string,
  path: string,
  above: readonly string[],
  found: { file: ImageFile; state: string }[],
): Promise<void> {
  const folder = await realpath(join(root, path));
  if (above.includes(folder)) return; // a link to where it lies itself
  const entries = await readdir(folder, { withFileTypes: true });
  const visits = entries.map(async (entry) => {
    const below = path === '' ? entry.name : `${path}/${entry.name}`;
    if (isHidden(below) || (entry.isFile() && !isImageName(below))) return;
    const fullPath = join(root, below);
    // A link that leads nowhere is a file that cannot be read: for the one who reads it to report.
    const stats = await stat(fullPath, { bigint: true }).catch(() => undefined);
    if (stats?.isDirectory()) {
      await walk(root, below, [...above, folder], found);
    } else if (isImageName(below)) {
      const file = { path: below, size: Number(stats?.size ?? 0), read: () => readFile(fullPath) };
      found.push({ file, state: [stats?.size, stats?.mtimeNs, stats?.ctimeNs].join(':') });
    }
  });
  await Promise.all(visits);
}
