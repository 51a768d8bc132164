import type { FileHandle } from 'node:fs/promises';
import { FerError } from '../errors.ts';
import { assertFileSize } from './file-size.ts';

/** Read at a time, so that an aborted read of a large file ends soon. */
const CHUNK_BYTES = 2 ** 24;

/**
 * Reads a file as long as it is when it is opened. Node only; `process.getBuiltinModule` keeps its modules out of the
 * sight of bundlers for browsers.
 *
 * @param location a path or a `file:` URL
 * @param name what to call it in messages
 * @throws FerError `FER_IMAGE_NOT_FOUND` if it cannot be read, `FER_IMAGE_INVALID` if it is far too big
 */
export async function readNodeFile(
  location: string | URL,
  name: string,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    handle = await openFile(location, name);
    const stats = await handle.stat();
    // It may have been exchanged for a pipe in between.
    if (!stats.isFile()) throw unreadable(name, 'is not a file');
    assertFileSize(stats.size, name);
    return await readUpTo(handle, stats.size, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    if (FerError.isInstance(cause)) throw cause;
    throw failure(location, name, cause as NodeJS.ErrnoException);
  } finally {
    await handle?.close();
  }
}

/** Opens a file that is one, and nothing that would wait for a writer (a pipe), never end or do something (a device). */
async function openFile(location: string | URL, name: string): Promise<FileHandle> {
  const { constants, open, stat } = process.getBuiltinModule('node:fs/promises');
  if (!(await stat(location)).isFile()) throw unreadable(name, 'is not a file');
  // Windows has no such flag.
  return open(location, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
}

async function readUpTo(handle: FileHandle, size: number, signal?: AbortSignal): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let at = 0;
  while (at < size) {
    signal?.throwIfAborted();
    const { bytesRead } = await handle.read(bytes, at, Math.min(CHUNK_BYTES, size - at), at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

function failure(location: string | URL, name: string, cause: NodeJS.ErrnoException): FerError {
  const { code, message } = cause;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const { resolve } = process.getBuiltinModule('node:path');
    const looked =
      typeof location === 'string' && name === location ? ` Looked at ${resolve(location)}.` : '';
    return unreadable(name, `does not exist.${looked} Check the path`, cause);
  }
  // "EACCES: permission denied, open '/the/path'", but Deno's advice stands behind its comma.
  return unreadable(name, `cannot be read (${code === undefined ? message : message.split(',')[0]})`, cause);
}

function unreadable(name: string, problem: string, cause?: unknown): FerError {
  return new FerError('FER_IMAGE_NOT_FOUND', `The picture ${name} ${problem}.`, {
    details: { source: name },
    cause,
  });
}
