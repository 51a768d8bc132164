/** Bytes that there is room for at first. */
const FIRST_CAPACITY = 64 * 1024;

/** Bytes as they come, only as long as their number is sane: a server need not say how many come, nor keep to it. */
export class GrowingBytes {
  readonly #maxBytes: number;
  readonly #tooLong: (byteLength: number) => Error;
  #bytes: Uint8Array;
  #length = 0;

  /** @param tooLong the error for the case that there are more than `maxBytes` */
  constructor(maxBytes: number, tooLong: (byteLength: number) => Error) {
    this.#maxBytes = maxBytes;
    this.#tooLong = tooLong;
    this.#bytes = new Uint8Array(Math.min(maxBytes, FIRST_CAPACITY));
  }

  get length(): number {
    return this.#length;
  }

  /**
   * Appends what a server sends, and hangs up where there is too much.
   *
   * @param onBytes told how many bytes there are, whenever some have come
   * @throws what `tooLong` gives; what `fetch` throws where the connection breaks
   */
  async appendBody(
    body: ReadableStream<Uint8Array> | null,
    onBytes?: (byteLength: number) => void,
  ): Promise<void> {
    if (body === null) return;
    const reader = body.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        this.#append(value);
        onBytes?.(this.#length);
      }
    } catch (error) {
      reader.cancel().catch(() => undefined);
      throw error;
    }
  }

  clear(): void {
    this.#length = 0;
  }

  /** What has come; not a copy. */
  take(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #append(bytes: Uint8Array): void {
    const end = this.#length + bytes.length;
    if (end > this.#maxBytes) throw this.#tooLong(end);
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.min(this.#maxBytes, Math.max(end, 2 * this.#bytes.length)));
      larger.set(this.take());
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = end;
  }
}
