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

/** Decompression as the platform gives it; both fail on truncated and on corrupt input. */
export interface Inflaters {
  gunzip(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  inflateRaw(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
}

/** Reads a short range whole. */
export async function readRange(source: ByteSource, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, end - start));
  let length = 0;
  for await (const chunk of source.stream(start, end)) {
    bytes.set(chunk, length);
    length += chunk.length;
  }
  return bytes.subarray(0, length);
}
