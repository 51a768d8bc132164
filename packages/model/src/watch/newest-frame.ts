import type { ImageSource } from '@fer/core';

/** A picture of a video. */
export interface Frame {
  readonly source: ImageSource;
  /** In ms; only differences mean something. */
  readonly timestamp: number;
  /** Called once, when nobody looks at it any more. */
  close(): void;
}

/** Room for one frame: a newer one takes the place of one that was not taken yet, so that nothing queues up. */
export class NewestFrame {
  #frame: Frame | undefined;
  #end: { readonly failure?: unknown } | undefined;
  #wake = () => {};

  put(frame: Frame): void {
    this.#frame?.close();
    if (this.#end === undefined) this.#frame = frame;
    else frame.close();
    this.#wake();
  }

  /** No more frames come. The last one may still be taken. */
  end(failure?: { readonly failure: unknown }): void {
    this.#end ??= failure ?? {};
    this.#wake();
  }

  /** Nobody takes frames any more. */
  close(): void {
    this.end();
    this.#frame?.close();
    this.#frame = undefined;
  }

  /**
   * Waits for a frame that was not taken yet.
   *
   * @returns undefined after the last
   * @throws what the frames ended with
   */
  async take(): Promise<Frame | undefined> {
    while (this.#frame === undefined && this.#end === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const frame = this.#frame;
    this.#frame = undefined;
    if (frame === undefined && this.#end !== undefined && 'failure' in this.#end) throw this.#end.failure;
    return frame;
  }
}
