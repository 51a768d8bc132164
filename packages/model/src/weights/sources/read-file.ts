import { FerError } from '@fer/core';

/**
 * Reads a file of a weights directory from disk. Node only; `process.getBuiltinModule` keeps its modules out of the
 * sight of bundlers for browsers.
 *
 * @throws FerError `FER_WEIGHTS_NOT_FOUND`; the reason of `signal`
 */
export async function readFile(path: string | URL, signal?: AbortSignal): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const files = process.getBuiltinModule('node:fs/promises');
  try {
    return await files.readFile(path, { signal });
  } catch (cause) {
    signal?.throwIfAborted();
    const isAbsent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const problem = isAbsent ? 'does not exist' : `cannot be read (${(cause as Error).message})`;
    throw new FerError('FER_WEIGHTS_NOT_FOUND', `The weights file ${path} ${problem}.`, {
      details: { path: String(path) },
      cause,
    });
  }
}
