import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { FerError } from '@fer/core';
import { fileTooLong } from '../file-too-long.ts';
import { WEIGHTS_LIMITS } from '../limits.ts';

/** Bytes between two looks at the signal. */
const CHUNK = 8 * 1024 * 1024;

/**
 * Reads a file of a weights directory from disk. Node only; `process.getBuiltinModule` keeps its modules out of the
 * sight of bundlers for browsers. What is no file is never opened: a pipe or a device may have no end.
 *
 * @param options.maxBytes a longer file is not read; default: all that weights may have
 * @throws FerError `FER_WEIGHTS_NOT_FOUND`, with the `problem` in its details; `FER_WEIGHTS_CORRUPT` if it is longer
 * than `maxBytes`; the reason of `signal`
 */
export async function readFile(
  path: string | URL,
  options: { readonly signal?: AbortSignal; readonly maxBytes?: number } = {},
): Promise<Uint8Array> {
  const { signal, maxBytes = WEIGHTS_LIMITS.maxBytes } = options;
  signal?.throwIfAborted();
  const { open, stat } = process.getBuiltinModule('node:fs/promises');
  try {
    const stats = await stat(path);
    if (!stats.isFile()) throw unreadable(path, `is ${kindOf(stats)}, not a file`);
    const file = await open(path);
    try {
      // Of what is open: a save may have put another file in its place since.
      const { size } = await file.stat();
      if (size > maxBytes) throw fileTooLong(String(path), maxBytes);
      return await readBytes(file, size, signal);
    } finally {
      await file.close();
    }
  } catch (cause) {
    signal?.throwIfAborted();
    if (FerError.isInstance(cause)) throw cause;
    const isAbsent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw unreadable(
      path,
      isAbsent ? 'does not exist' : `cannot be read (${(cause as Error).message})`,
      cause,
    );
  }
}

/** The first `byteLength` bytes, or fewer if the file has become shorter. */
async function readBytes(
  file: FileHandle,
  byteLength: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(byteLength);
  let length = 0;
  while (length < byteLength) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(bytes, length, Math.min(CHUNK, byteLength - length));
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

function unreadable(path: string | URL, problem: string, cause?: unknown): FerError {
  return new FerError('FER_WEIGHTS_NOT_FOUND', `The weights file ${path} ${problem}.`, {
    details: { path: String(path), problem },
    cause,
  });
}
