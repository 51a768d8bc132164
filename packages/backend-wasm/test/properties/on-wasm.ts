// Registers the gradients with tfjs-core.
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { registerWasmBackend, wasmKernelCalls } from '../../src/index.ts';
import type { Values } from '../on-backends.ts';

/** Two threads, so that work that is cut in chunks is also put together again. */
export function startWasm(): Promise<void> {
  return registerWasmBackend({ threads: 2 });
}

export interface Outcome {
  readonly outputs: readonly Float32Array[];
  /** What ran, as `wasmKernelCalls` names it. */
  readonly paths: readonly string[];
}

/** Runs `work` on the wasm backend; its tensors are gone afterwards. */
export function onWasm<const Inputs extends readonly Values[]>(
  inputs: Inputs,
  work: (...tensors: { [Index in keyof Inputs]: tf.Tensor }) => tf.Tensor[],
): Outcome {
  const before = wasmKernelCalls();
  const outputs = tf.tidy(() => {
    const tensors = inputs.map(({ shape, data }) => tf.tensor(data, [...shape], 'float32'));
    const results = work(...(tensors as { [Index in keyof Inputs]: tf.Tensor }));
    return results.map((result) => result.dataSync<'float32'>());
  }) as unknown as Float32Array[];
  const paths = Object.entries(wasmKernelCalls())
    .filter(([path, calls]) => calls > (before[path] ?? 0))
    .map(([path]) => path);
  return { outputs, paths };
}
