import { isRelaxedSimdSupported, isWasmSimdSupported } from '@fer/backend-wasm/inference';
import type { WithId } from '@fer/core';
import { createTfjsRuntime, type TfjsRuntime } from './create-tfjs-runtime.ts';

export interface TfjsWasmRuntimeOptions {
  /**
   * How many threads compute, the calling one included. Default: all physical cores in Node and on cross-origin
   * isolated pages, else 1. The number changes no result.
   */
  readonly threads?: number;
  /** Where the `.wasm` files of `@fer/backend-wasm` lie; default: beside that package. */
  readonly wasmUrl?: string | URL;
}

/**
 * tfjs's wasm backend with the kernels of `@fer/backend-wasm`: trains, and runs networks that the compiler of the
 * runtime `wasm` does not take.
 */
export function createTfjsWasmRuntime(
  options: TfjsWasmRuntimeOptions = {},
): WithId<TfjsRuntime, 'tfjs-wasm'> {
  const { threads, wasmUrl } = options;
  return createTfjsRuntime({
    id: 'tfjs-wasm',
    description: 'tfjs on the WebAssembly SIMD kernels of @fer/backend-wasm: takes every layer, trains',
    priority: 35,
    async isSupported() {
      if (await isWasmSimdSupported()) return { supported: true };
      return { supported: false, reason: 'This engine has no WebAssembly SIMD.' };
    },
    async trainingRounding() {
      return (await isRelaxedSimdSupported()) ? 'relaxed-simd' : 'simd';
    },
    async registerBackend() {
      const { registerWasmBackend } = await import('@fer/backend-wasm');
      await registerWasmBackend({ threads, wasmUrl });
      return 'wasm';
    },
    async fusedTrainingOps() {
      const { wasmTrainingOps } = await import('./wasm-training-ops.ts');
      return wasmTrainingOps;
    },
    memoryLimit: 2 ** 32,
  });
}
