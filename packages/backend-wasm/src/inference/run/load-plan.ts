import { FerError, memoizePromise, type Network } from '@fer/core';
import type { KernelExports } from '../../kernel-exports.ts';
import { isWasmSimdSupported } from '../../simd.ts';
import { controlBytes, ThreadPool } from '../../threads/thread-pool.ts';
import { resolveThreads } from '../../threads/threads.ts';
import { readWasmBinary } from '../../wasm-binary.ts';
import { align } from '../arena.ts';
import { kernelOf } from '../kernels/kernel-of.ts';
import type { Plan } from '../plan.ts';
import { CompiledNetwork, NetworkEngine } from './compiled-network.ts';
import { layoutNetwork } from './network-layout.ts';

export interface InferenceOptions {
  /**
   * How many threads compute, the calling one included. Default: all physical cores in Node and on cross-origin
   * isolated pages, else 1. The number changes no result: not a bit.
   */
  readonly threads?: number;
  /**
   * A folder with this package's `.wasm` files (ends in `/`), or the address of one of them; default: found beside
   * this package (Node, Vite, webpack).
   */
  readonly wasmUrl?: string | URL;
}

/** Runs plans. */
export interface Inference {
  /** How many threads compute, the calling one included. */
  readonly threads: number;
  /**
   * Reads and compiles the kernels; `load` does it, too. Safe to call again: the work is done once, or after a failure
   * anew.
   *
   * @throws FerError `FER_RUNTIME_UNAVAILABLE` if the engine has no WebAssembly SIMD, or the `.wasm` file cannot be
   * loaded
   */
  start(): Promise<void>;
  /**
   * Puts a plan into a memory of its own, which is as large as it needs.
   *
   * @returns a network that computes synchronously within `predict`, so that concurrent calls take turns; whoever has
   * it disposes of it
   * @throws FerError as `start`; `FER_RUNTIME_FAILED` if there is not enough memory
   */
  load(plan: Plan): Promise<Network>;
}

/**
 * Makes an engine that runs plans, without tfjs.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` or `FER_RUNTIME_UNAVAILABLE` if there cannot be so many threads
 */
export function createInference(options: InferenceOptions = {}): Inference {
  const threads = resolveThreads(options.threads);
  const compileKernels = memoizePromise(() => compileBinary(options.wasmUrl, threads > 1));
  return {
    threads,
    async start() {
      await compileKernels();
    },
    async load(plan) {
      const module = await compileKernels();
      // Byte 0 stands for "nothing", so it holds no data.
      const control = align(1);
      const layout = layoutNetwork(plan, {
        kernels: plan.ops.map(kernelOf),
        first: control + (threads > 1 ? align(controlBytes(threads)) : 0),
        threads,
        segments: [{ first: 0, end: plan.ops.length, images: plan.batch }],
      });
      const memory = createMemory(layout.byteLength, threads > 1);
      const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
      const kernels = exports as unknown as KernelExports;
      if (threads === 1) return new CompiledNetwork(plan, layout, new NetworkEngine(memory, kernels));

      const pool = new ThreadPool({ module, exports: kernels, memory, control, threads });
      const engine = new NetworkEngine(memory, kernels, pool);
      // Nobody asked for threads: where a policy of the page forbids what they need, one will do.
      if (options.threads === undefined) pool.ready.catch(() => engine.dropThreads());
      return new CompiledNetwork(plan, layout, engine);
    },
  };
}

async function compileBinary(
  wasmUrl: string | URL | undefined,
  shared: boolean,
): Promise<WebAssembly.Module> {
  if (!(await isWasmSimdSupported())) {
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      'Compiled networks need WebAssembly SIMD, which this engine does not have. Use Chrome 91, Firefox 89, Safari 16.4, Node 20 or later, or another runtime.',
    );
  }
  const binary = await readWasmBinary(wasmUrl, { shared });
  try {
    return await WebAssembly.compile(binary);
  } catch (cause) {
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      `The WASM kernels of @fer/backend-wasm do not compile: ${String(cause)}. Check that the file served is that of the same version as this package.`,
      { cause },
    );
  }
}

const PAGE_BYTES = 65536;

function createMemory(byteLength: number, shared: boolean): WebAssembly.Memory {
  const pages = Math.ceil(byteLength / PAGE_BYTES);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
  } catch (cause) {
    throw new FerError(
      'FER_RUNTIME_FAILED',
      `The network needs ${pages * PAGE_BYTES} bytes, which are not to be had. Compile it with a smaller \`batch\`.`,
      { details: { byteLength: pages * PAGE_BYTES }, cause },
    );
  }
}
