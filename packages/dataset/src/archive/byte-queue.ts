/** Takes bytes off a stream in portions of the taker's choice. What it hands out is valid until the next call. */
export class ByteQueue {
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #endError: () => unknown;
  #chunk: Uint8Array = new Uint8Array(0);

  /** @param endError makes the error for a stream that ends too early */
  constructor(chunks: AsyncIterable<Uint8Array>, endError: () => unknown) {
    this.#iterator = chunks[Symbol.asyncIterator]();
    this.#endError = endError;
  }

  /** One to `most` bytes, not copied. */
  async takeSome(most: number): Promise<Uint8Array> {
    while (this.#chunk.length === 0) {
      const next = await this.#iterator.next();
      if (next.done) throw this.#endError();
      this.#chunk = next.value;
    }
    const part = this.#chunk.subarray(0, most);
    this.#chunk = this.#chunk.subarray(part.length);
    return part;
  }

  /** Exactly `length` bytes; copied only where they lie in more than one chunk. */
  async take(length: number): Promise<Uint8Array> {
    if (this.#chunk.length >= length) return this.takeSome(length);
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      const part = await this.takeSome(length - filled);
      bytes.set(part, filled);
      filled += part.length;
    }
    return bytes;
  }

  /** Reads all that is left, and so whatever is checked at the end of the stream. */
  async drain(): Promise<void> {
    this.#chunk = this.#chunk.subarray(this.#chunk.length);
    while (!(await this.#iterator.next()).done);
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }
}
