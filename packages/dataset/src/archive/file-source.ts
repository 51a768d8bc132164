import { type FileHandle, open } from 'node:fs/promises';
import type { ByteSource } from './byte-source.ts';

const CHUNK_BYTES = 1 << 20;

/** The bytes of a file, read in chunks of 1 MiB into one buffer that is used again and again. Node only. */
export async function fileSource(path: string): Promise<ByteSource & { close(): Promise<void> }> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  return {
    location: path,
    size,
    stream: (start = 0, end = size) => readFile(file, start, end),
    close: () => file.close(),
  };
}

async function* readFile(file: FileHandle, start: number, end: number): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(Math.min(CHUNK_BYTES, end - start));
  let position = start;
  while (position < end) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, end - position), position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
