import { FerError } from '../errors.ts';
import { assertFileSize } from './file-size.ts';

/**
 * Reads a file. Node only; `process.getBuiltinModule` keeps its modules out of the sight of bundlers for browsers.
 *
 * @param location a path or a `file:` URL
 * @throws FerError `FER_IMAGE_NOT_FOUND` if it cannot be read, `FER_IMAGE_INVALID` if it is far too big
 */
export async function readNodeFile(location: string | URL, signal?: AbortSignal): Promise<Uint8Array> {
  const { readFile, stat } = process.getBuiltinModule('node:fs/promises');
  const { resolve } = process.getBuiltinModule('node:path');
  const name = String(location);
  try {
    const { size, isFile } = await stat(location).then((stats) => ({
      size: stats.size,
      isFile: stats.isFile(),
    }));
    if (!isFile) throw unreadable(name, 'is not a file');
    assertFileSize(size, name);
    return await readFile(location, { signal });
  } catch (cause) {
    signal?.throwIfAborted();
    if (FerError.isInstance(cause)) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      const looked = typeof location === 'string' ? ` Looked at ${resolve(location)}.` : '';
      throw unreadable(name, `does not exist.${looked} Check the path`, cause);
    }
    throw unreadable(name, `cannot be read (${message})`, cause);
  }
}

function unreadable(name: string, problem: string, cause?: unknown): FerError {
  return new FerError('FER_IMAGE_NOT_FOUND', `The picture ${name} ${problem}.`, {
    details: { source: name },
    cause,
  });
}
