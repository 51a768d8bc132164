import type { KernelExports } from '../kernel-exports.ts';
import type { ThreadPool } from '../threads/thread-pool.ts';

/** Runs jobs on the calling thread and, where there is a pool, on its workers. */
export class JobRunner {
  readonly #exports: KernelExports;
  readonly #pool: ThreadPool | undefined;

  constructor(exports: KernelExports, pool?: ThreadPool) {
    this.#exports = exports;
    this.#pool = pool;
  }

  /** How many threads compute, the calling one included. */
  get threads(): number {
    return this.#pool?.threads ?? 1;
  }

  /**
   * @param args the address of the op's arguments
   * @throws FerError `FER_RUNTIME_FAILED` if a worker failed or died
   */
  run(op: number, args: number, chunks: number): void {
    this.#pool?.assertUsable();
    if (!this.#exports.run(this.#control, op, args, chunks)) this.#pool!.waitForWorkers();
    this.#pool?.assertUsable();
  }

  /**
   * @param steps the address of `count` steps: op, arguments' address, chunks
   * @param alone whether the calling thread computes them all, and the workers sleep on
   * @throws FerError `FER_RUNTIME_FAILED` if a worker failed or died
   */
  runSteps(steps: number, count: number, alone: boolean): void {
    this.#pool?.assertUsable();
    const control = alone ? 0 : this.#control;
    let step = 0;
    for (;;) {
      step = this.#exports.run_steps(control, steps, step, count);
      if (step === count) break;
      this.#pool!.waitForWorkers();
      step++;
    }
    this.#pool?.assertUsable();
  }

  get #control(): number {
    return this.#pool?.control ?? 0;
  }
}
