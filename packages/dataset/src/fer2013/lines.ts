const NEWLINE = 0x0a;

/** A row of FER2013 has at most 2,304 · 4 bytes of pixels and some thirty of labels; what is longer is not CSV. */
const LONGEST_LINE_BYTES = 1 << 16;

/**
 * Where a line lies. `bytes` holds a newline at `end`, also behind the last line of a file that lacks one.
 * `bytes` is valid only during the call.
 */
export type OnLine = (bytes: Uint8Array, start: number, end: number) => void;

/** Cuts chunks into lines without copying, except those lines that lie across two chunks. */
export class LineSplitter {
  /** The start of a line whose end has not come yet. */
  #pending = new Uint8Array(LONGEST_LINE_BYTES + 1);
  #pendingLength = 0;
  #tooLong = false;
  readonly #onLine: OnLine;
  readonly #onTooLong: () => void;

  /** @param onTooLong called once for a line of more than 65,536 bytes, in place of `onLine` */
  constructor(onLine: OnLine, onTooLong: () => void) {
    this.#onLine = onLine;
    this.#onTooLong = onTooLong;
  }

  push(chunk: Uint8Array): void {
    let start = 0;
    if (this.#pendingLength > 0 || this.#tooLong) {
      const end = chunk.indexOf(NEWLINE);
      this.#keep(chunk.subarray(0, end < 0 ? chunk.length : end));
      if (end < 0) return;
      this.finish();
      start = end + 1;
    }
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end < 0) break;
      if (end - start > LONGEST_LINE_BYTES) this.#onTooLong();
      else this.#onLine(chunk, start, end);
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  /** Hands on the last line, if there is one without a newline. */
  finish(): void {
    if (this.#tooLong) this.#onTooLong();
    else if (this.#pendingLength > 0) {
      this.#pending[this.#pendingLength] = NEWLINE;
      this.#onLine(this.#pending, 0, this.#pendingLength);
    }
    this.#pendingLength = 0;
    this.#tooLong = false;
  }

  #keep(part: Uint8Array): void {
    if (this.#pendingLength + part.length > LONGEST_LINE_BYTES) this.#tooLong = true;
    if (this.#tooLong) return;
    this.#pending.set(part, this.#pendingLength);
    this.#pendingLength += part.length;
  }
}
