import { FerError } from '@fer/core';
import {
  getBackend,
  getKernelsForBackend,
  registerKernel,
  setBackend,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { JobRunner } from '../engine/job-runner.ts';
import type { Step } from '../engine/step.ts';
import { StepRunner } from '../engine/step-runner.ts';
import { compileKernels, instantiateKernels } from '../module.ts';
import { isWasmSimdSupported } from '../simd.ts';
import { controlBytes, ThreadPool } from '../threads/thread-pool.ts';
import { resolveThreads } from '../threads/threads.ts';
import { trainingBinaries } from '../training-binaries.ts';
import { readWasmBinary } from '../wasm-binary.ts';
import { setActiveContext } from './active-context.ts';
import { activateTfjsWasm, type TfjsWasmPaths } from './backend.ts';
import { TfjsHeap } from './heap.ts';
import { countKernelCall } from './kernel-calls.ts';
import { kernelDefinitions } from './kernels/index.ts';

export interface RegisterWasmBackendOptions {
  /**
   * The address of a folder with this package's `.wasm` files, or of one of them, which then ends in `.wasm`; default:
   * found beside this package (Node, Vite, webpack).
   */
  wasmUrl?: string | URL;
  /** Where tfjs-backend-wasm's own `.wasm` files are: a folder's address, or one address a file. */
  tfjsWasmPaths?: TfjsWasmPaths;
  /**
   * How many threads compute, the calling one included. Default: all physical cores in Node and on cross-origin
   * isolated pages, else 1. The number changes no result: not a bit.
   */
  threads?: number;
}

let pending: Promise<void> | undefined;
let activeThreads = 1;

/** How many threads the registered backend computes with, the calling one included; 1 before it is registered. */
export function wasmBackendThreads(): number {
  return activeThreads;
}

/**
 * Makes tfjs's `wasm` backend the active one and gives it this package's kernels: the gradients that it lacks, and
 * faster versions of what it has. After this `model.fit` runs on it.
 *
 * Safe to call again: later calls share the first one's work and its options, and make the backend active again; after
 * a failure, and after tfjs disposed of the backend (which ends the threads), the next call starts anew.
 *
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if the engine has no WebAssembly SIMD, a `.wasm` file cannot be loaded,
 * or tfjs's wasm backend runs its multi-threaded build already
 */
export async function registerWasmBackend(options: RegisterWasmBackendOptions = {}): Promise<void> {
  pending ??= register(options).catch((error: unknown) => {
    pending = undefined;
    throw error;
  });
  await pending;
  if (getBackend() !== 'wasm') await setBackend('wasm');
}

async function register(options: RegisterWasmBackendOptions): Promise<void> {
  if (!(await isWasmSimdSupported())) {
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      'The wasm backend needs WebAssembly SIMD, which this engine does not have. Use Chrome 91, Firefox 89, Safari ' +
        '16.4, Node 20 or later, or another runtime.',
    );
  }
  const threads = resolveThreads(options.threads);
  const { backend, exports, heap, pool } = await start(options, threads);

  const stockKernels = new Map(getKernelsForBackend('wasm').map((kernel) => [kernel.kernelName, kernel]));
  const runner = new StepRunner(new JobRunner(exports, pool), heap);
  const context = {
    heap,
    run: (step: Step) => runner.run(step),
    count: countKernelCall,
    stock: (kernelName: string) => stockKernels.get(kernelName)?.kernelFunc,
  };
  for (const { kernelName, create } of kernelDefinitions) {
    if (stockKernels.has(kernelName)) unregisterKernel(kernelName, 'wasm');
    registerKernel({ kernelName, backendName: 'wasm', kernelFunc: create(context) });
  }
  setActiveContext(context);
  activeThreads = pool?.threads ?? 1;
  const dispose = backend.dispose.bind(backend);
  // tfjs may start the backend again (`tf.engine().reset()`), on a new memory that these kernels do not know.
  backend.dispose = () => {
    void pool?.dispose();
    for (const { kernelName } of kernelDefinitions) {
      unregisterKernel(kernelName, 'wasm');
      const stock = stockKernels.get(kernelName);
      if (stock !== undefined) registerKernel(stock);
    }
    setActiveContext(undefined);
    activeThreads = 1;
    pending = undefined;
    dispose();
  };
}

/** tfjs's backend, our kernels on its memory, and the threads that share it. */
async function start(options: RegisterWasmBackendOptions, threads: number) {
  const shared = threads > 1;
  const reading = readWasmBinary(trainingBinaries, { wasmUrl: options.wasmUrl }, { shared }).then(
    compileKernels,
  );
  const activation = activateTfjsWasm(options.tfjsWasmPaths, { shared });
  // A failure is told once both have ended: the next attempt must not meet a start that is under way.
  await Promise.allSettled([reading, activation]);
  const module = await reading;
  const { backend, memory } = await activation;
  const exports = await instantiateKernels(module, memory);
  const heap = new TfjsHeap(backend, memory);
  if (!shared) return { backend, exports, heap, pool: undefined };
  const control = heap.reserve(controlBytes(threads));
  const pool = new ThreadPool({ module, exports, memory, control, threads });
  try {
    await pool.ready;
  } catch (error) {
    void pool.dispose();
    // Nobody asked for threads: where a page's policy forbids workers, one thread will do.
    if (options.threads !== undefined) throw error;
    return { backend, exports, heap, pool: undefined };
  }
  return { backend, exports, heap, pool };
}
