const NEWLINE = 0x0a;

/** A row of FER2013 has at most 2,304 · 4 bytes of pixels and some thirty of labels; what is longer is not CSV. */
export const LONGEST_LINE_BYTES = 1 << 16;

/**
 * Takes the line that starts at `start` and ends at the next newline, which is there also behind the last line of a file
 * that lacks one. `bytes` is valid only during the call.
 *
 * @returns where the newline is: who reads a line comes to its end anyway, so it is not searched for twice
 */
export type OnLine = (bytes: Uint8Array, start: number) => number;

/** Hands on the lines in chunks without copying, except those lines that lie across two chunks. */
export class LineSplitter {
  /** The start of a line whose end has not come yet. */
  #pending = new Uint8Array(LONGEST_LINE_BYTES + 1);
  #pendingLength = 0;
  #tooLong = false;
  readonly #onLine: OnLine;
  readonly #onTooLong: () => void;

  /** @param onTooLong called in place of `onLine` for a line of more than `LONGEST_LINE_BYTES` across chunks */
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
    const last = chunk.lastIndexOf(NEWLINE);
    while (start <= last) start = this.#onLine(chunk, start) + 1;
    this.#keep(chunk.subarray(start));
  }

  /** Hands on the last line, if there is one without a newline. */
  finish(): void {
    if (this.#tooLong) this.#onTooLong();
    else if (this.#pendingLength > 0) {
      this.#pending[this.#pendingLength] = NEWLINE;
      this.#onLine(this.#pending, 0);
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
