import {
  compile,
  createInference,
  type InferenceOptions,
  isWasmSimdSupported,
} from '@fer/backend-wasm/inference';
import { memoizePromise, type Runtime, type WithId } from '@fer/core';
import { weightSpecs } from '@fer/graph';
import { assertTensors } from '../weights/assert-tensors.ts';

/** Threads, and where the kernels are. */
export type WasmRuntimeOptions = InferenceOptions;

/**
 * WebAssembly SIMD with the kernels of `@fer/backend-wasm`: the same speed in Node and in browsers, no installation.
 *
 * Networks are compiled and run without tfjs. For what the compiler does not take there is the runtime `tfjs-wasm` of
 * `@fer/runtime-tfjs`.
 */
export function createWasmRuntime(options: WasmRuntimeOptions = {}): WithId<Runtime, 'wasm'> {
  const startInference = memoizePromise(async () => {
    const inference = createInference(options);
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
