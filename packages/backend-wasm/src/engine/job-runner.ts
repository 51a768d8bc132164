import type { KernelExports } from '../kernel-exports.ts';
import type { ThreadPool } from '../threads/thread-pool.ts';

/**
 * With fewer chunks to share, of 3 µs and more, the calling thread computes steps alone: two threads save half of them at best,
 * and to wake one that sleeps takes 60 to 80 µs.
 */
const LEAST_SHARED_CHUNKS = 24;

/** The same after a pause, in which the other core went to sleep and its caches got cold (`bench/camera-rate.ts`). */
const LEAST_AFTER_PAUSE = 300;

/** Steps that come this long after the last job come after a pause, in ms. */
const PAUSE_MS = 2;

/** Runs jobs on the calling thread and, where there is a pool, on its workers. */
export class JobRunner {
  readonly #exports: KernelExports;
  readonly #pool: ThreadPool | undefined;
  /** When the last job was done. */
  #lastEnd = Number.NEGATIVE_INFINITY;

  constructor(exports: KernelExports, pool?: ThreadPool) {
    this.#exports = exports;
    this.#pool = pool;
  }

  /** How many threads compute, the calling one included. */
  get threads(): number {
    return this.#pool?.threads ?? 1;
  }

  /** Whether workers save time that they would not cost, with so many chunks for all threads to share. */
  isWorthWaking(sharedChunks: number): boolean {
    if (this.#pool === undefined) return false;
    const isAfterPause = performance.now() - this.#lastEnd > PAUSE_MS;
    return sharedChunks >= (isAfterPause ? LEAST_AFTER_PAUSE : LEAST_SHARED_CHUNKS);
  }

  /**
   * @param args the address of the op's arguments
   * @throws FerError `FER_RUNTIME_FAILED` if a worker failed or died
   */
  run(op: number, args: number, chunks: number): void {
    this.#pool?.assertUsable();
    if (!this.#exports.run(this.#control, op, args, chunks)) this.#pool!.waitForWorkers();
    this.#end();
  }

  /**
   * @param steps the address of `count` steps: op, arguments' address, chunks
   * @param sharedChunks how many of their chunks threads can share: where these are few, the workers sleep on
   * @throws FerError `FER_RUNTIME_FAILED` if a worker failed or died
   */
  runSteps(steps: number, count: number, sharedChunks: number): void {
    this.#pool?.assertUsable();
    const control = this.isWorthWaking(sharedChunks) ? this.#control : 0;
    let step = 0;
    for (;;) {
      step = this.#exports.run_steps(control, steps, step, count);
      if (step === count) break;
      this.#pool!.waitForWorkers();
      step++;
    }
    this.#end();
  }

  #end(): void {
    if (this.#pool === undefined) return;
    this.#pool.assertUsable();
    this.#lastEnd = performance.now();
  }

  get #control(): number {
    return this.#pool?.control ?? 0;
  }
}
