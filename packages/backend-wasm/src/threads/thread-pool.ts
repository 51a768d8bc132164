import { FerError } from '@fer/core';
import * as ControlField from '../../assembly/control-field.ts';
import type { KernelExports } from '../kernel-exports.ts';
import { startWorker, type WorkerHandle } from './worker.ts';
import { workerSource } from './worker-source.ts';

/** Bytes of the control block of a pool (`assembly/control-field.ts`), which the memory's owner provides. */
export function controlBytes(threads: number): number {
  return ControlField.busy + threads * 4;
}

export interface ThreadPoolOptions {
  /** The kernels that were compiled for shared memory, and their instance on the calling thread. */
  readonly module: WebAssembly.Module;
  readonly exports: KernelExports;
  readonly memory: WebAssembly.Memory;
  /** The address of `controlBytes(threads)` bytes in the memory, 64-byte aligned. */
  readonly control: number;
  /** The calling thread included; at least 2. */
  readonly threads: number;
  /**
   * A worker that computes for longer than this is taken for lost, in ms; default 30 s, where the longest chunk takes a
   * fraction of one.
   */
  readonly patience?: number;
}

/**
 * Worker threads that share a memory with the calling thread and help with its jobs.
 *
 * Workers start in the background: until one is up, the others compute its share, with the same result. They sleep
 * while there is nothing to do, and do not keep a Node process alive.
 */
export class ThreadPool {
  /** How many threads compute, the calling one included. */
  readonly threads: number;
  /** The address of the control block. */
  readonly control: number;
  /** Resolves when all workers are up; rejects with the error that `assertUsable` throws. */
  readonly ready: Promise<void>;
  readonly #exports: KernelExports;
  readonly #memory: WebAssembly.Memory;
  readonly #patience: number;
  readonly #workers: WorkerHandle[];
  #lost: { readonly thread: number; readonly reason: string } | undefined;
  #ended: Promise<void> | undefined;

  constructor({ module, exports, memory, control, threads, patience = 30_000 }: ThreadPoolOptions) {
    this.threads = threads;
    this.control = control;
    this.#patience = patience;
    this.#exports = exports;
    this.#memory = memory;
    const words = new Int32Array(memory.buffer, control, controlBytes(threads) / 4);
    words.fill(0);
    words[ControlField.callerMaySleep / 4] = callerMaySleep() ? 1 : 0;

    this.#workers = [];
    const starts: Promise<void>[] = [];
    for (let thread = 1; thread < threads; thread++) {
      starts.push(
        new Promise((resolve, reject) => {
          const onEnd = (reason: string) => {
            this.#lose(thread, reason);
            reject(this.#failure());
          };
          try {
            const worker = startWorker(workerSource, `fer-wasm-${thread}`, { onMessage: resolve, onEnd });
            this.#workers.push(worker);
            worker.post({ module, memory, control, thread, fields: controlFields });
          } catch (error) {
            // Deno asks for permissions, some pages have no workers.
            onEnd(String(error));
          }
        }),
      );
    }
    this.ready = Promise.all(starts).then(() => undefined);
    // Whoever does not wait for it learns of a failure from the next job.
    this.ready.catch(() => undefined);
  }

  /** Whether a worker failed or died, as far as that is known. */
  get hasFailed(): boolean {
    return this.#lost !== undefined;
  }

  /** @throws FerError `FER_RUNTIME_FAILED` naming the worker if one failed or died; `FER_DISPOSED` after `dispose` */
  assertUsable(): void {
    if (this.#ended !== undefined) {
      throw new FerError(
        'FER_DISPOSED',
        'These threads were disposed of and compute no more. Make a new recognizer or backend.',
      );
    }
    const thread = this.#word(ControlField.failed);
    if (thread !== 0) this.#lose(thread, this.#failureText());
    if (this.#lost !== undefined) throw this.#failure();
  }

  /**
   * Returns when the published job is done.
   *
   * @throws FerError `FER_RUNTIME_FAILED` naming the worker if one does not come to an end
   */
  waitForWorkers(): void {
    const start = performance.now();
    while (this.#exports.finish(this.control) === 0) {
      this.assertUsable();
      if (performance.now() - start < this.#patience) continue;
      const thread = this.#busyWorker();
      this.#lose(thread, `it has not come to an end for ${this.#patience / 1000} s`);
      throw this.#failure();
    }
  }

  /**
   * Ends the workers; may be called twice.
   *
   * @returns when no worker touches the memory any more; never if nobody can tell
   */
  dispose(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    Atomics.store(this.#words(), ControlField.stop / 4, 1);
    Atomics.notify(this.#words(), ControlField.generation / 4);
    if (this.#lost === undefined) {
      await Promise.all(this.#workers.map((worker) => worker.end()));
      return;
    }
    // One of them may not come to an end by itself.
    for (const worker of this.#workers) worker.terminate();
    await new Promise(() => undefined);
  }

  #lose(thread: number, reason: string): void {
    this.#lost ??= { thread, reason };
  }

  #failure(): FerError {
    const { thread, reason } = this.#lost!;
    return new FerError(
      'FER_RUNTIME_FAILED',
      `The worker thread fer-wasm-${thread} of ${this.threads - 1} failed: ${reason}. What it computed is lost. Make ` +
        'a new recognizer or backend, or set `threads: 1`.',
      { details: { thread, threads: this.threads, reason } },
    );
  }

  #words(): Int32Array {
    return new Int32Array(this.#memory.buffer, this.control, controlBytes(this.threads) / 4);
  }

  #word(field: number): number {
    return Atomics.load(this.#words(), field / 4);
  }

  #busyWorker(): number {
    const words = this.#words();
    for (let thread = 1; thread < this.threads; thread++) {
      if (Atomics.load(words, ControlField.busy / 4 + thread) !== 0) return thread;
    }
    return 1;
  }

  #failureText(): string {
    const length = (ControlField.failureEnd - ControlField.failure) / 2;
    const units = new Uint16Array(this.#memory.buffer, this.control + ControlField.failure, length);
    const end = units.indexOf(0);
    return String.fromCharCode(...units.subarray(0, end < 0 ? length : end));
  }
}

/** What the worker's source needs of the control block's layout. */
const controlFields = {
  done: ControlField.done,
  failed: ControlField.failed,
  failure: ControlField.failure,
  failureEnd: ControlField.failureEnd,
};

/** Only the main thread of a page may not (`Atomics.wait` throws there). */
function callerMaySleep(): boolean {
  return typeof document === 'undefined';
}
