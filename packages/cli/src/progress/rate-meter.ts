/** Old enough to smooth a rate, young enough to follow it. */
const WINDOW_MS = 10_000;

interface Sample {
  readonly at: number;
  readonly done: number;
}

/** Measures how fast something goes on, over about the last ten seconds. */
export class RateMeter {
  readonly #samples: Sample[];

  constructor(at: number, done: number) {
    this.#samples = [{ at, done }];
  }

  add(at: number, done: number): void {
    this.#samples.push({ at, done });
    while (this.#samples.length > 2 && at - this.#samples[1]!.at >= WINDOW_MS) this.#samples.shift();
  }

  /** Per second; `undefined` until something has been done. */
  get rate(): number | undefined {
    const first = this.#samples[0]!;
    const last = this.#samples.at(-1)!;
    const elapsedMs = last.at - first.at;
    const done = last.done - first.done;
    return elapsedMs > 0 && done > 0 ? (done / elapsedMs) * 1000 : undefined;
  }
}
