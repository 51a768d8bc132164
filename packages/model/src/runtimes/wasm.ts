import {
  compile,
  createInference,
  type InferenceOptions,
  isWasmSimdSupported,
} from '@fer/backend-wasm/inference';
import { memoizePromise, type Runtime } from '@fer/core';
import { type Assets, assetFolder } from '../assets.ts';
import { weightSpecs } from '../graph/weight-specs.ts';
import { assertTensors } from '../weights/assert-tensors.ts';

export interface WasmRuntimeOptions {
  /**
   * How many threads compute, the calling one included. Default: all physical cores in Node and on cross-origin
   * isolated pages, else 1. The number changes no result.
   */
  readonly threads?: number;
  /** Where the kernels are, together with the bundled weights; default: beside `@fer/backend-wasm`. */
  readonly assets?: Assets;
  /** Where the kernels alone are: a folder or one `.wasm` file. It comes before `assets`. */
  readonly wasmUrl?: string | URL;
  /** The kernels themselves, where nothing may be compiled: `fer-kernels.wasm` or `fer-kernels-relaxed.wasm`. One thread. */
  readonly wasmModule?: WebAssembly.Module;
}

/**
 * WebAssembly SIMD with the kernels of `@fer/backend-wasm`: the same speed in Node and in browsers, no installation.
 *
 * Networks are compiled and run without tfjs. For what the compiler does not take there is the runtime `tfjs-wasm` of
 * `@fer/runtime-tfjs`.
 */
export function createWasmRuntime(options: WasmRuntimeOptions = {}): Runtime {
  const startInference = memoizePromise(async () => {
    const inference = createInference(inferenceOptions(options));
    await inference.start();
    return inference;
  });

  return {
    id: 'wasm',
    apiVersion: 1,
    description: 'WebAssembly SIMD (@fer/backend-wasm): fast in Node and browsers',
    priority: 40,
    async isSupported() {
      if (await isWasmSimdSupported()) return { supported: true };
      return { supported: false, reason: 'This engine has no WebAssembly SIMD.' };
    },
    async init() {
      await startInference();
    },
    async load(model) {
      assertTensors(model.tensors, weightSpecs(model.graph, model.input), 'The network');
      const inference = await startInference();
      return inference.load(compile(model));
    },
  };
}

/** The one that is built in: with the default number of threads. */
export const wasm = createWasmRuntime();

function inferenceOptions({ threads, assets, wasmUrl, wasmModule }: WasmRuntimeOptions): InferenceOptions {
  if (wasmModule !== undefined) return { threads, wasmModule };
  if (wasmUrl !== undefined || assets === undefined) return { threads, wasmUrl };
  if (typeof assets === 'function') return { threads, readAsset: async (name) => assets(name) };
  return { threads, wasmUrl: assetFolder(assets) };
}
