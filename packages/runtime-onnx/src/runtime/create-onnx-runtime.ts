import { FerError, isNode, memoizePromise, type Runtime, type WithId } from '@fer/core';
import { findBinary, findPackage } from './find-binary.ts';
import { loadLibrary } from './load-library.ts';
import { loadNetwork } from './load-network.ts';

export interface OnnxRuntimeOptions {
  /** Threads that compute, the caller's included; default: one for each core, at most `MAX_DEFAULT_THREADS`. */
  readonly threads?: number;
  /** Brings `onnxruntime-node` in; default: the one that is installed with this package. */
  readonly lib?: () => Promise<unknown>;
}

/** Networks of this size have no work for more, and threads that wait for work keep their cores busy. */
export const MAX_DEFAULT_THREADS = 8;

/**
 * Microsoft's native engine, in Node. `auto` takes it before any other runtime.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` if `threads` is not a whole number from 1
 */
export function createOnnxRuntime(options: OnnxRuntimeOptions = {}): WithId<Runtime, 'onnx'> {
  const { threads, lib } = options;
  if (threads !== undefined && (!Number.isInteger(threads) || threads < 1)) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `The option 'threads' of the runtime 'onnx' must be a whole number from 1, but came as ${String(threads)}.`,
      { details: { threads } },
    );
  }
  const start = memoizePromise(() => loadLibrary(lib));
  return {
    id: 'onnx',
    apiVersion: 1,
    description: 'native onnxruntime in Node (onnxruntime-node)',
    priority: 50,
    async isSupported() {
      if (!isNode()) return { supported: false, reason: 'It works in Node only.' };
      if (lib !== undefined) return { supported: true };
      return findBinary({ folder: findPackage(), platform: process.platform, arch: process.arch });
    },
    async init() {
      await start();
    },
    load: async (model) => loadNetwork(await start(), model, threads ?? defaultThreads()),
  };
}

/**
 * Told to onnxruntime in any case: left to itself it takes the machine's cores, also where this process may use but
 * some of them, binds threads to them, and prints when that fails.
 */
function defaultThreads(): number {
  return Math.min(process.getBuiltinModule('node:os').availableParallelism(), MAX_DEFAULT_THREADS);
}
