import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { FerError } from '@fer/core';
import { fileError } from './file-error.ts';

/** An open file and what it was when it was opened. */
export interface OpenFile {
  readonly handle: FileHandle;
  readonly size: number;
}

/**
 * Opens a regular file for reading. Pipes, sockets and devices are refused by name and never opened: they may let the
 * reader wait for ever, or have no end. Node only.
 *
 * @param advice what to pass instead, a sentence
 * @throws FerError `FER_DATA_NOT_FOUND`, or `FER_DATA_UNSUPPORTED` if it is no regular file
 */
export async function openFile(path: string, advice: string): Promise<OpenFile> {
  const { constants, open, stat } = process.getBuiltinModule('node:fs/promises');
  try {
    assertIsFile(await stat(path), path, advice);
    // What was looked at may be a pipe by now: opened without waiting, and looked at again.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = await handle.stat();
      assertIsFile(stats, path, advice);
      return { handle, size: stats.size };
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (cause) {
    throw fileError(path, cause, advice);
  }
}

function assertIsFile(stats: Stats, path: string, advice: string): void {
  if (stats.isFile()) return;
  const kind = kindOf(stats);
  throw new FerError('FER_DATA_UNSUPPORTED', `${path} is ${kind}, not a file. ${advice}`.trimEnd(), {
    details: { path, kind },
  });
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}
