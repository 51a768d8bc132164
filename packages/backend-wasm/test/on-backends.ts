import '@tensorflow/tfjs-backend-cpu';
// Registers the gradients with tfjs-core.
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { registerWasmBackend, wasmKernelCalls } from '../src/index.ts';

// The cpu backend greets its first user in Node, and a test must not print.
tf.env().set('IS_TEST', true);

export interface Values {
  readonly shape: number[];
  readonly data: Float32Array;
}

/** Runs `work` on a backend with the given inputs as float32 tensors. */
async function runOn(
  backend: string,
  inputs: readonly Values[],
  work: (...tensors: tf.Tensor[]) => tf.Tensor,
): Promise<Values> {
  await tf.setBackend(backend);
  const out = tf.tidy(() => work(...inputs.map(({ shape, data }) => tf.tensor(data, shape, 'float32'))));
  const result = { shape: out.shape, data: (await out.data()) as Float32Array };
  out.dispose();
  return result;
}

/** The same work on both backends, and which paths of ours it took on wasm. */
export async function runOnBoth(
  inputs: readonly Values[],
  work: (...tensors: tf.Tensor[]) => tf.Tensor,
): Promise<{ cpu: Values; wasm: Values; paths: string[] }> {
  await registerWasmBackend();
  const cpu = await runOn('cpu', inputs, work);
  const before = wasmKernelCalls();
  const wasm = await runOn('wasm', inputs, work);
  const paths = Object.entries(wasmKernelCalls())
    .filter(([path, calls]) => calls > (before[path] ?? 0))
    .map(([path]) => path);
  return { cpu, wasm, paths };
}

/** Seeded values in -1..1 (mulberry32, Tommy Ettinger, public domain). */
export function randomValues(shape: number[], seed: number): Values {
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return { shape, data: Float32Array.from({ length: size }, () => random() * 2 - 1) };
}

/** The largest difference, as a share of the largest magnitude that was expected. */
export function relativeError(actual: Values, expected: Values): number {
  if (actual.shape.join() !== expected.shape.join()) {
    throw new Error(`shape [${actual.shape}] instead of [${expected.shape}]`);
  }
  let difference = 0;
  let magnitude = 0;
  expected.data.forEach((value, index) => {
    const distance = Math.abs(actual.data[index]! - value);
    if (Number.isNaN(distance)) difference = Number.POSITIVE_INFINITY;
    difference = Math.max(difference, distance);
    magnitude = Math.max(magnitude, Math.abs(value));
  });
  return difference / Math.max(magnitude, 1e-30);
}
