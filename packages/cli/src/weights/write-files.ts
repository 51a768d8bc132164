import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FerError } from '@fer/core';
import { outputFailed } from '../errors/output-failed.ts';

/**
 * Writes what an export gave: one file as the path itself, several into a folder of that name.
 *
 * @throws FerError `FER_OUTPUT_EXISTS`, `FER_OUTPUT_FAILED`
 */
export async function writeFiles(path: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  if (existsSync(path)) {
    throw new FerError(
      'FER_OUTPUT_EXISTS',
      `${path} is there already, and is not overwritten. Give another name.`,
      {
        details: { path },
      },
    );
  }
  const [[, only] = [], ...more] = files;
  const targets: [string, Uint8Array][] =
    only !== undefined && more.length === 0
      ? [[path, only]]
      : [...files].map(([name, bytes]) => [join(path, name), bytes]);
  try {
    for (const [target, bytes] of targets) {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, bytes, { flag: 'wx' });
    }
  } catch (cause) {
    throw outputFailed(path, cause);
  }
}
