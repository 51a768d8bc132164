/** Bytes that can be read from any place, such as a file or a `Blob`. */
export interface ByteSource {
  /** For messages: the path or the file's name. */
  readonly location: string;
  readonly size: number;
  /**
   * Streams the bytes from `start` (default 0) to before `end` (default `size`).
   * A chunk is valid until the next one is asked for: its memory may be used again.
   */
  stream(start?: number, end?: number): AsyncIterable<Uint8Array>;
}

/** Decompression as the platform gives it; it fails on truncated and on corrupt input. */
export interface Inflaters {
  gunzip(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  inflateRaw(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** @param previous the CRC-32 of what came before `bytes`, 0 at first */
  crc32(bytes: Uint8Array, previous: number): number;
}

/** Reads a short range whole; less than asked for if the bytes end before `end`. */
export async function readRange(source: ByteSource, start: number, end: number): Promise<Uint8Array> {
  return collect(source.stream(start, Math.min(end, source.size)));
}

/** A short stream as one array. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk.slice());
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
