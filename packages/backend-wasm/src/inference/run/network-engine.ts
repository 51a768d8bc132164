import { JobRunner } from '../../engine/job-runner.ts';
import type { KernelExports } from '../../kernel-exports.ts';
import type { ThreadPool } from '../../threads/thread-pool.ts';
import { returnMemory } from './memory-store.ts';

/** The kernels on a network's memory. */
export class NetworkEngine {
  readonly floats: Float32Array;
  readonly words: Int32Array;
  readonly exports: KernelExports;
  readonly #memory: WebAssembly.Memory;
  readonly #pool: ThreadPool | undefined;
  #jobs: JobRunner;

  constructor(memory: WebAssembly.Memory, exports: KernelExports, pool?: ThreadPool) {
    // They live as long as the memory: it never grows.
    this.floats = new Float32Array(memory.buffer);
    this.words = new Int32Array(memory.buffer);
    this.exports = exports;
    this.#memory = memory;
    this.#pool = pool;
    this.#jobs = new JobRunner(exports, pool);
  }

  get jobs(): JobRunner {
    return this.#jobs;
  }

  /** Goes on with the calling thread alone; the results are the same. */
  dropThreads(): void {
    void this.#pool?.dispose();
    this.#jobs = new JobRunner(this.exports);
  }

  /** Ends the threads and lends the memory to the next network once they have ended; may be called once. */
  dispose(): void {
    const ended = this.#pool?.dispose();
    if (ended === undefined) returnMemory(this.#memory);
    else void ended.then(() => returnMemory(this.#memory));
  }

  /** Ends the threads after a failure: what they do to the memory is unknown, and nobody gets it again. */
  abandon(): void {
    void this.#pool?.dispose();
  }
}
