import { availableCores, nextTask } from '@fer/core';

/** As many pictures as are decoded at once: one for each core, and one to go on with. */
export const defaultConcurrency = (): number => availableCores() + 1;

/** Lets few pictures into memory at once. The others wait in line, and hold no more than what says where they are. */
export class PictureQueue {
  readonly #concurrency: number;
  readonly #waiting = new Set<{ start(): void; fail(reason: unknown): void }>();
  #held = 0;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  /**
   * Does `work` when its turn has come. The event loop turns between one that had to wait and the next.
   *
   * @throws what `work` throws; while it waits the reason of `signal` and that of `close`
   */
  async hold<Result>(work: () => Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
    if (this.#held === this.#concurrency) await this.#turn(signal);
    else this.#held++;
    try {
      return await work();
    } finally {
      this.#passOn();
    }
  }

  /** Turns those away that wait. */
  close(reason: unknown): void {
    for (const { fail } of this.#waiting) fail(reason);
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(place);
        signal?.removeEventListener('abort', abort);
      };
      const place = {
        start() {
          leave();
          resolve(nextTask());
        },
        fail(reason: unknown) {
          leave();
          reject(reason);
        },
      };
      const abort = () => place.fail(signal?.reason);
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort);
      this.#waiting.add(place);
    });
  }

  #passOn(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#held--;
    else next.start();
  }
}
