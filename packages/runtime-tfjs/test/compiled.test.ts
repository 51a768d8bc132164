import { type Architecture, createRandom, layer, type Runtime } from '@fer/core';
import { cpu, createWasmRuntime, defineModel, miniXception, tutorialCnn } from '@fer/model';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { randomWeights } from '../../model/src/weights/__fixtures__/tiny-weights.ts';
import { tfjsCpu } from '../src/tfjs-cpu.ts';

// tfjs's cpu backend takes its time.
vi.setConfig({ testTimeout: 300_000 });

/** 3×3 convolutions with batch-norm in two stages, and a dense head. */
const vgg = {
  ...tutorialCnn,
  id: 'vgg-like',
  defaults: {},
  build: (_options, classes) => ({
    layers: [
      ...vggStage(1, 16),
      ...vggStage(2, 32),
      layer('flatten', 'flatten'),
      layer('dense', 'dense', { units: 64, useBias: false }),
      layer('dense_bn', 'batchNormalization'),
      layer('dense_relu', 'activation', { activation: 'relu' }),
      layer('dropout', 'dropout', { rate: 0.5 }),
      layer('logits', 'dense', { units: classes }),
      layer('softmax', 'activation', { activation: 'softmax' }),
    ],
  }),
} as const satisfies Architecture;

function vggStage(stage: number, filters: number) {
  return [
    ...[1, 2].flatMap((index) => {
      const name = `conv${stage}_${index}`;
      return [
        layer(name, 'conv2d', { filters, kernelSize: 3, padding: 'same', useBias: false }),
        layer(`${name}_bn`, 'batchNormalization'),
        layer(`${name}_relu`, 'activation', { activation: 'relu' }),
      ];
    }),
    layer(`pool${stage}`, 'maxPooling2d', { poolSize: 2 }),
  ];
}

/** Every type of layer, also where nothing can be fused. */
const everyLayer = {
  ...tutorialCnn,
  id: 'every-layer',
  input: { ...tutorialCnn.input, width: 23, height: 21 },
  defaults: {},
  build: (_options, classes) => ({
    layers: [
      layer('pad', 'zeroPadding2d', { padding: [1, 2] }),
      layer('conv', 'conv2d', { filters: 12, kernelSize: 3, strides: 2, activation: 'relu' }),
      layer('bn', 'batchNormalization', { epsilon: 0.01 }),
      layer('depthwise', 'depthwiseConv2d', {
        kernelSize: [3, 2],
        padding: 'same',
        depthMultiplier: 2,
        activation: 'relu6',
      }),
      layer('separable', 'separableConv2d', { filters: 12, kernelSize: 3, padding: 'same', useBias: false }),
      layer('sum', 'add', {}, ['separable', 'bn']),
      layer('elu', 'activation', { activation: 'elu' }),
      layer('norm', 'batchNormalization', { scale: false }),
      layer('max', 'maxPooling2d', { poolSize: 3, strides: 2, padding: 'same' }),
      layer('frame', 'zeroPadding2d'),
      layer('dilated', 'conv2d', { filters: 9, kernelSize: 3, dilationRate: 2, activation: 'sigmoid' }),
      layer('average', 'averagePooling2d', { poolSize: 2, strides: 1, padding: 'same' }),
      layer('tanh', 'activation', { activation: 'tanh' }),
      layer('global_max', 'globalMaxPooling2d', {}, ['tanh']),
      layer('global_average', 'globalAveragePooling2d', {}, ['average']),
      layer('flatten', 'flatten', {}, ['tanh']),
      layer('flat', 'dense', { units: 9 }),
      layer('all', 'add', {}, ['global_max', 'global_average', 'flat']),
      layer('dense', 'dense', { units: 20, activation: 'softplus' }),
      layer('dropout', 'dropout', { rate: 0.5 }),
      layer('logits', 'dense', { units: classes }),
      layer('softmax', 'activation', { activation: 'softmax' }),
    ],
  }),
} as const satisfies Architecture;

describe.each([tutorialCnn, miniXception, vgg, everyLayer])('$id, compiled', (architecture: Architecture) => {
  const model = defineModel(randomWeights(architecture, { seed: 3 }), architecture);
  const { width, height } = architecture.input;
  const random = createRandom(4);
  const pixels = Float32Array.from({ length: 33 * width * height }, () => random.next());

  async function predict(runtime: Runtime, images: number): Promise<Float32Array> {
    const network = await runtime.load(model);
    const probabilities = await network.predict(pixels.subarray(0, images * width * height), images);
    network.dispose();
    return probabilities;
  }
  let reference: Float32Array;
  beforeAll(async () => {
    reference = await predict(tfjsCpu, 33);
  }, 300_000);

  it.each([1, 2, 7, 32, 33])('agrees with tfjs on the cpu backend, for %i images', async (images) => {
    const expected = reference.subarray(0, images * 7);
    for (const runtime of [createWasmRuntime({ threads: 1 }), createWasmRuntime({ threads: 2 }), cpu]) {
      const received = await predict(runtime, images);
      expect(received).toHaveLength(expected.length);
      const error = Math.max(...expected.map((value, i) => Math.abs(value - received[i]!)));
      expect(error).toBeLessThan(1e-5);
    }
  });
});
