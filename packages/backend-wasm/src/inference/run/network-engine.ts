import type { FerError } from '@fer/core';
import { JobRunner } from '../../engine/job-runner.ts';
import type { KernelExports } from '../../kernel-exports.ts';
import { instantiateKernels } from '../../module.ts';
import type { ThreadPool } from '../../threads/thread-pool.ts';
import { align } from '../arena.ts';
import { growTo, returnMemory, takeMemory } from './memory-store.ts';
import { RegionList } from './region-list.ts';

export interface EngineOptions {
  /** How many threads compute, the calling one included. */
  readonly threads: number;
  /** Whether one thread will do where the others cannot be had. */
  readonly mayDropThreads: boolean;
}

/** Byte 0 stands for "nothing", so it holds no data. */
const CONTROL = align(1);

/** One memory with the kernels and the threads on it, which networks share: each has a region of the memory. */
export class NetworkEngine {
  readonly exports: KernelExports;
  /** Why nothing can be computed any more. */
  failure: FerError | undefined;
  readonly #memory: WebAssembly.Memory;
  readonly #pool: ThreadPool | undefined;
  readonly #regions: RegionList;
  #jobs: JobRunner;

  /** @throws FerError `FER_RUNTIME_FAILED` if there is no memory; as `instantiateKernels` */
  static async start(module: WebAssembly.Module, options: EngineOptions): Promise<NetworkEngine> {
    const { threads, mayDropThreads } = options;
    if (threads === 1) {
      const memory = takeMemory(CONTROL, false);
      return new NetworkEngine(memory, await instantiateKernels(module, memory), CONTROL);
    }
    // Most pages have one thread only.
    const { controlBytes, ThreadPool } = await import('../../threads/thread-pool.ts');
    const first = CONTROL + controlBytes(threads);
    const memory = takeMemory(first, true);
    const exports = await instantiateKernels(module, memory);
    const pool = new ThreadPool({ module, exports, memory, control: CONTROL, threads });
    return new NetworkEngine(memory, exports, first, pool, mayDropThreads);
  }

  private constructor(
    memory: WebAssembly.Memory,
    exports: KernelExports,
    first: number,
    pool?: ThreadPool,
    mayDropThreads = false,
  ) {
    this.#memory = memory;
    this.exports = exports;
    this.#regions = new RegionList(first);
    this.#pool = pool;
    this.#jobs = new JobRunner(exports, pool);
    if (pool === undefined || !mayDropThreads) return;
    // Where a policy of the page forbids what threads need, the results are the same without them.
    if (pool.hasFailed) this.#dropThreads();
    else pool.ready.catch(() => this.#dropThreads());
  }

  get jobs(): JobRunner {
    return this.#jobs;
  }

  /** The whole memory. Not to be kept: another network may make it grow. */
  get floats(): Float32Array {
    return new Float32Array(this.#memory.buffer);
  }

  get words(): Int32Array {
    return new Int32Array(this.#memory.buffer);
  }

  /**
   * @returns the address of a region that holds whatever was there before
   * @throws FerError `FER_RUNTIME_FAILED` if there is not enough memory
   */
  takeRegion(byteLength: number): number {
    const length = align(byteLength);
    const first = this.#regions.take(length);
    try {
      growTo(this.#memory, first + length);
    } catch (error) {
      this.#regions.release(first);
      throw error;
    }
    return first;
  }

  /** Fills bytes of a region, some multiple of 8, with zeros. */
  clear(first: number, byteLength: number): void {
    // In elements of 8 bytes: V8 fills shared memory one by one.
    new Float64Array(this.#memory.buffer, first, byteLength / 8).fill(0);
  }

  releaseRegion(first: number): void {
    this.#regions.release(first);
  }

  /** Ends the threads, and lends the memory to the next engine once they have ended, unless something failed. */
  dispose(): void {
    if (this.failure !== undefined) return;
    const ended = this.#pool?.dispose();
    if (ended === undefined) returnMemory(this.#memory);
    else void ended.then(() => returnMemory(this.#memory));
  }

  /** Ends the threads after a failure: what they do to the memory is unknown, and nobody gets it again. */
  abandon(failure: FerError): void {
    this.failure ??= failure;
    void this.#pool?.dispose();
  }

  #dropThreads(): void {
    void this.#pool?.dispose();
    this.#jobs = new JobRunner(this.exports);
  }
}
