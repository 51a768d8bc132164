import { FerError } from '@fer/core';
import { fileError } from './file-error.ts';
import { openFile } from './open-file.ts';

/** How a whole file is read. */
export interface ReadFileOptions {
  /** The most that is read. */
  readonly longestBytes: number;
  /** What to pass instead, a sentence. */
  readonly advice: string;
  readonly signal?: AbortSignal;
}

/**
 * Reads a regular file whole, if it is not longer than it may be. Node only.
 *
 * @throws FerError `FER_DATA_NOT_FOUND`, or `FER_DATA_UNSUPPORTED` if it is no regular file or too long; the reason of
 * `signal` if aborted
 */
export async function readFile(path: string, options: ReadFileOptions): Promise<Uint8Array> {
  const { longestBytes, advice, signal } = options;
  signal?.throwIfAborted();
  const { handle, size } = await openFile(path, advice);
  try {
    if (size > longestBytes) throw tooLong(path, size, options);
    // One byte more, so that what has grown meanwhile is not taken for the whole.
    const bytes = new Uint8Array(size + 1);
    let length = 0;
    while (length < bytes.length) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (length !== size) throw changed(path);
    return bytes.subarray(0, length);
  } catch (cause) {
    signal?.throwIfAborted();
    throw fileError(path, cause, advice);
  } finally {
    await handle.close();
  }
}

/** The error for a file that has another length than when it was opened. */
export function changed(path: string): FerError {
  return new FerError(
    'FER_DATA_CORRUPT',
    `${path} was written to while it was read. Load it again when it is complete.`,
    { details: { location: path } },
  );
}

function tooLong(path: string, byteLength: number, { longestBytes, advice }: ReadFileOptions): FerError {
  const [length, limit] = [byteLength, longestBytes].map((bytes) => bytes.toLocaleString('en-US'));
  return new FerError(
    'FER_DATA_UNSUPPORTED',
    `${path} has ${length} bytes, more than the ${limit} that are read. ${advice}`.trimEnd(),
    { details: { path, byteLength, limit: longestBytes } },
  );
}
