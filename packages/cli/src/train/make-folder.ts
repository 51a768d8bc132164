import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { outputFailed } from '../errors/output-failed.ts';

/**
 * Makes a folder and those above it. Node's own `recursive` tries for ever where a system says that the folder above is
 * missing although it is there (`/proc/x` on Linux).
 *
 * @throws FerError `FER_OUTPUT_FAILED`
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await isFolder(path))) return;
    if (code !== 'ENOENT' || (await isFolder(dirname(path)))) throw outputFailed(path, error);
    await makeFolder(dirname(path));
    await makeFolder(path);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
