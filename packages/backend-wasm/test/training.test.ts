import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { registerWasmBackend, wasmKernelCalls } from '../src/index.ts';
import { randomValues, relativeError, type Values } from './on-backends.ts';

beforeAll(() => registerWasmBackend());
afterEach(() => tf.disposeVariables());

/** A little of everything that a face CNN trains: plain, strided and separable convolutions, both pools, a skip. */
function everyLayer(): layers.LayersModel {
  const { layers: make } = layers;
  const input = layers.input({ shape: [17, 17, 1] });
  const initial = (seed: number) => layers.initializers.glorotUniform({ seed });
  let x = make
    .conv2d({ filters: 8, kernelSize: 3, padding: 'same', useBias: false, kernelInitializer: initial(1) })
    .apply(input) as layers.SymbolicTensor;
  x = make.batchNormalization({}).apply(x) as layers.SymbolicTensor;
  x = make.activation({ activation: 'relu' }).apply(x) as layers.SymbolicTensor;
  const skip = make
    .conv2d({ filters: 12, kernelSize: 1, strides: 2, padding: 'same', kernelInitializer: initial(2) })
    .apply(x) as layers.SymbolicTensor;
  x = make
    .separableConv2d({
      filters: 12,
      kernelSize: 3,
      padding: 'same',
      depthwiseInitializer: initial(3),
      pointwiseInitializer: initial(4),
    })
    .apply(x) as layers.SymbolicTensor;
  x = make.batchNormalization({}).apply(x) as layers.SymbolicTensor;
  x = make.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }).apply(x) as layers.SymbolicTensor;
  x = make.add().apply([x, skip]) as layers.SymbolicTensor;
  x = make.averagePooling2d({ poolSize: 2, strides: 2 }).apply(x) as layers.SymbolicTensor;
  x = make.globalAveragePooling2d({}).apply(x) as layers.SymbolicTensor;
  x = make.dropout({ rate: 0.2, seed: 5 }).apply(x) as layers.SymbolicTensor;
  x = make
    .dense({ units: 7, activation: 'softmax', kernelInitializer: initial(6) })
    .apply(x) as layers.SymbolicTensor;
  return layers.model({ inputs: input, outputs: x });
}

function batch(): { images: tf.Tensor; labels: tf.Tensor } {
  const { data, shape } = randomValues([6, 17, 17, 1], 9);
  return {
    images: tf.tensor(data, shape),
    labels: tf.tidy(() => tf.cast(tf.oneHot([0, 1, 2, 3, 4, 6], 7), 'float32')),
  };
}

/** All gradients of one training step, in the order of the model's weights. */
async function gradientsOn(backend: string): Promise<Values[]> {
  await tf.setBackend(backend);
  const model = everyLayer();
  const { images, labels } = batch();
  const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const { value, grads } = tf.variableGrads(
    () =>
      tf.mean<tf.Scalar>(
        layers.metrics.categoricalCrossentropy(labels, model.apply(images, { training: true }) as tf.Tensor),
      ),
    weights,
  );
  const values = weights.map(({ name }) => ({
    shape: grads[name]!.shape,
    data: grads[name]!.dataSync() as Float32Array,
  }));
  tf.dispose([images, labels, value, grads]);
  model.dispose();
  return values;
}

describe('a training step of a net with every layer', () => {
  it('has the gradients of the cpu backend', async () => {
    const cpu = await gradientsOn('cpu');
    const before = wasmKernelCalls();
    const wasm = await gradientsOn('wasm');
    const after = wasmKernelCalls();
    for (const path of [
      'conv2d_gemm',
      'filter_grad_few_channels',
      'filter_grad_gemm',
      'input_grad_gemm',
      'depthwise_filter_grad',
      'depthwise_input_grad',
      'max_pool_grad',
      'average_pool_grad',
      'matmul',
    ]) {
      expect(after[path] ?? 0, path).toBeGreaterThan(before[path] ?? 0);
    }
    expect(wasm).toHaveLength(cpu.length);
    wasm.forEach((gradient, index) => {
      // Where batch norm follows, a bias has the gradient 0 and only rounding is left of it.
      const magnitude = Math.max(...cpu[index]!.data.map(Math.abs));
      if (magnitude > 1e-6)
        expect(relativeError(gradient, cpu[index]!), `weight ${index}`).toBeLessThan(1e-4);
    });
  });

  it('lowers the loss under model.fit, and keeps tensors and heap flat', async () => {
    await tf.setBackend('wasm');
    const model = everyLayer();
    const { images, labels } = batch();
    model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy' });
    const tensors: number[] = [];
    const heapBytes: number[] = [];
    const backend = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
    const { history } = await model.fit(images, labels, {
      epochs: 15,
      batchSize: 6,
      shuffle: false,
      verbose: 0,
      callbacks: {
        onEpochEnd: () => {
          tensors.push(tf.memory().numTensors);
          heapBytes.push(backend.wasm.HEAPU8.byteLength);
        },
      },
    });
    const losses = history.loss as number[];
    expect(losses.at(-1)!).toBeLessThan(losses[0]! * 0.7);
    // Epoch by epoch tfjs keeps the losses it reports, one tensor each, until the fit is over.
    const growth = tensors.slice(2).map((count, index) => count - tensors[index + 1]!);
    expect(Math.max(...growth)).toBeLessThanOrEqual(1);
    expect(new Set(heapBytes.slice(1)).size).toBe(1);
    tf.dispose([images, labels]);
    model.dispose();
  });

  it('leaves no tensor behind', async () => {
    await gradientsOn('wasm');
    tf.disposeVariables();
    const { numTensors, numBytes } = tf.memory();
    await gradientsOn('wasm');
    tf.disposeVariables();
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
  });
});
