import type { Network } from '@fer/core';
import { defineModel } from '@fer/model';
import { writeOnnx } from '@fer/runtime-onnx';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { BenchNetwork } from '../networks.ts';
import type { System } from './system.ts';

/** Compiled to WebAssembly. Its threads are Web Workers, in Node worker_threads. */
export const onnxruntimeWeb: System = {
  name: 'ort-web',
  description: 'onnxruntime-web, WebAssembly execution provider (MLAS)',
  hasThreads: true,
  async load(network, threads) {
    const ort = await import('onnxruntime-web');
    ort.env.wasm.numThreads = threads;
    const session = await ort.InferenceSession.create(toOnnx(network), {
      executionProviders: ['wasm'],
      graphOptimizationLevel: 'all',
    });
    return networkOf(session, ort.Tensor, network);
  },
};

/** Native code. */
export const onnxruntimeNode: System = {
  name: 'ort-node',
  description: 'onnxruntime-node, CPU execution provider (MLAS)',
  hasThreads: true,
  async load(network, threads) {
    const ort = await import('onnxruntime-node');
    const session = await ort.InferenceSession.create(toOnnx(network), {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
    });
    return networkOf(session, ort.Tensor, network);
  },
};

function toOnnx({ architecture, weights }: BenchNetwork): Uint8Array {
  return writeOnnx(defineModel(weights, architecture));
}

function networkOf(
  session: InferenceSession,
  TensorClass: typeof Tensor,
  { architecture: { input } }: BenchNetwork,
): Network {
  const [pixelsName] = session.inputNames;
  const [probabilitiesName] = session.outputNames;
  return {
    async predict(pixels, batch) {
      const shape = [batch, input.height, input.width, input.channels];
      const outputs = await session.run({ [pixelsName!]: new TensorClass('float32', pixels, shape) });
      return outputs[probabilitiesName!]!.data as Float32Array;
    },
    dispose: () => void session.release(),
  };
}
