import { layer } from '@fer/core';
import { resolveGraph } from '@fer/graph';
import { miniXception } from '@fer/model';
import type { FusedTrainingOps } from '@fer/runtime-tfjs';
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { cpuRuntime, tinyArchitecture, tinyImages } from '../__fixtures__/tiny-training.ts';
import { initializeWeights } from '../initialize-weights.ts';
import { softmaxCrossEntropy } from '../loss.ts';
import { createTrainableNetwork } from '../trainable-network.ts';

await cpuRuntime.training.start();
const { images, labels, count } = tinyImages(6, 1);
const pixels = Float32Array.from(images);

/** The ops out of tfjs's own, so that only the layers are under test; counts its calls. */
function plainOps() {
  const calls: Record<string, number> = {};
  const note = (name: string) => {
    calls[name] = (calls[name] ?? 0) + 1;
  };
  const activate = <T extends core.Tensor>(x: T, activation: string): T =>
    activation === 'relu' ? core.relu(x) : x;
  const ops: FusedTrainingOps = {
    conv2d(x, filter, bias, { strides, pad, dilations, activation }) {
      note(`conv2d ${activation}`);
      const y = core.conv2d(x, filter, strides, pad, 'NHWC', dilations);
      return activate(bias ? (core.add(y, bias) as core.Tensor4D) : y, activation);
    },
    dense(x, kernel, bias, activation) {
      note(`dense ${activation}`);
      const y = core.matMul(x, kernel) as core.Tensor2D;
      return activate(bias ? (core.add(y, bias) as core.Tensor2D) : y, activation);
    },
    batchNormalization(x, gamma, beta, epsilon, activation) {
      note(`batchNormalization ${activation}`);
      const axes = x.shape.map((_, axis) => axis).slice(0, -1);
      const { mean, variance } = core.moments(x, axes);
      const y = core.batchNorm(
        x as core.Tensor4D,
        mean as core.Tensor1D,
        variance as core.Tensor1D,
        beta,
        gamma,
        epsilon,
      );
      return {
        y: activate(y, activation) as typeof x,
        mean: mean as core.Tensor1D,
        variance: variance as core.Tensor1D,
      };
    },
  };
  return { ops, calls };
}

const graphs = {
  'a plain CNN': {
    layers: [
      layer('conv1', 'conv2d', { filters: 5, kernelSize: 3, padding: 'same', activation: 'relu' }),
      layer('pool', 'maxPooling2d', { poolSize: 3, strides: 1 }),
      layer('conv2', 'conv2d', {
        filters: 3,
        kernelSize: [3, 2],
        strides: 2,
        activation: 'relu',
        useBias: false,
      }),
      layer('flatten', 'flatten'),
      layer('dense', 'dense', { units: 4, activation: 'relu' }),
      layer('logits', 'dense', { units: 3 }),
      layer('softmax', 'activation', { activation: 'softmax' }),
    ],
  },
  'mini-Xception': miniXception.build(miniXception.defaults, 3),
};

describe.each(Object.entries(graphs))('fused layers of %s', (_name, graph) => {
  it('give the loss, the gradients and the statistics that tfjs-layers gives', () => {
    const { ops, calls } = plainOps();
    const outcomes = [undefined, ops].map((fusedOps) => {
      const engine = { kind: 'tfjs' as const, tfjs: { core, layers }, backend: 'cpu', fusedOps };
      const network = createTrainableNetwork(
        engine,
        resolveGraph(graph, tinyArchitecture.input),
        tinyArchitecture.input,
        3,
        1,
      );
      const weights = initializeWeights(network.specs, 3);
      for (const spec of network.specs) network.assign(spec, weights.get(spec.name)!.data);
      const step = network.differentiate(pixels, count, { step: 0 }, (logits) =>
        softmaxCrossEntropy(logits, { labels, size: count }),
      );
      const gradients = step.gradients.map((gradient) => gradient.dataSync());
      const outcome = { loss: step.loss, gradients, trainable: network.trainable, weights: network.read() };
      network.dispose();
      return outcome;
    });
    const [plain, fused] = outcomes as [(typeof outcomes)[0], (typeof outcomes)[0]];
    expect(Object.keys(calls).length).toBeGreaterThan(1);
    expect(fused.loss).toBeCloseTo(plain.loss, 5);
    for (const [index, { name }] of plain.trainable.entries()) {
      const expected = plain.gradients[index]! as Float32Array;
      const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
      for (const [i, value] of expected.entries()) {
        expect(Math.abs(fused.gradients[index]![i]! - value) / largest, name).toBeLessThan(1e-4);
      }
    }
    for (const [name, { data }] of plain.weights) {
      for (const [i, value] of data.entries()) expect(fused.weights.get(name)!.data[i]).toBeCloseTo(value, 5);
    }
  });
});
