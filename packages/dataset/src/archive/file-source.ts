import type { FileHandle } from 'node:fs/promises';
import { fileError } from '../file/file-error.ts';
import { openFile } from '../file/open-file.ts';
import { changed } from '../file/read-file.ts';
import type { ByteSource } from './byte-source.ts';

const CHUNK_BYTES = 1 << 20;

/** The bytes of a file that is open. */
export interface FileSource extends ByteSource {
  /** @throws FerError `FER_DATA_CORRUPT` if it was written to since it was opened */
  assertUnchanged(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The bytes of a file, read in chunks of 1 MiB into one buffer that is used again and again. Node only.
 *
 * @param advice what to pass instead of a path that cannot be read, a sentence
 * @throws FerError `FER_DATA_NOT_FOUND`, `FER_DATA_UNSUPPORTED` if it is no regular file; while reading also
 * `FER_DATA_CORRUPT` if it is written to meanwhile
 */
export async function fileSource(path: string, advice: string): Promise<FileSource> {
  const { handle, size } = await openFile(path, advice);
  const stateOf = async () => {
    const { size, mtimeNs } = await handle.stat({ bigint: true });
    return `${size}:${mtimeNs}`;
  };
  const state = await stateOf();
  return {
    location: path,
    size,
    stream: (start = 0, end = size) => readChunks(handle, path, start, end, advice),
    async assertUnchanged() {
      if ((await stateOf()) !== state) throw changed(path);
    },
    close: () => handle.close(),
  };
}

async function* readChunks(
  handle: FileHandle,
  path: string,
  start: number,
  end: number,
  advice: string,
): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(Math.min(CHUNK_BYTES, Math.max(0, end - start)));
  let position = start;
  while (position < end) {
    const { bytesRead } = await handle
      .read(buffer, 0, Math.min(buffer.length, end - position), position)
      .catch((cause: unknown) => {
        throw fileError(path, cause, advice);
      });
    if (bytesRead === 0) throw changed(path);
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
