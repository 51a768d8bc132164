import { layer } from '@fer/core';
import { resolveGraph } from '@fer/graph';
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpuRuntime, TINY_LABELS, tinyArchitecture, tinyImages } from './__fixtures__/tiny-training.ts';
import { batchGradients } from './batch-gradients.ts';
import { initializeWeights } from './initialize-weights.ts';
import { createTrainableNetwork, type TrainableNetwork } from './trainable-network.ts';

const SEED = 4;
const { images, labels, count } = tinyImages(11, 1);
const batch = { images: Float32Array.from(images), labels, size: count };

let network: TrainableNetwork;
beforeAll(async () => {
  await cpuRuntime.training.start();
  const graph = {
    layers: [
      layer('conv1', 'conv2d', { filters: 4, kernelSize: 3, activation: 'relu' }),
      layer('flatten', 'flatten'),
      layer('dropout1', 'dropout', { rate: 0.4 }),
      layer('logits', 'dense', { units: TINY_LABELS.length }),
      layer('softmax', 'activation', { activation: 'softmax' }),
    ],
  };
  const engine = { kind: 'tfjs' as const, tfjs: { core, layers }, backend: 'cpu' };
  network = createTrainableNetwork(
    engine,
    resolveGraph(graph, tinyArchitecture.input),
    tinyArchitecture.input,
    TINY_LABELS.length,
    SEED,
  );
  const weights = initializeWeights(network.specs, SEED);
  for (const spec of network.specs) network.assign(spec, weights.get(spec.name)!.data);
});
afterAll(() => network.dispose());

describe('batchGradients in pieces', () => {
  const config = { labels: TINY_LABELS, labelSmoothing: 0.1, classWeights: [0.5, 1, 2] };

  it.each([1, 4, 5, 10, 11, 64])(
    'of %i images gives what the whole batch gives, dropout included',
    (microBatchSize) => {
      const whole = batchGradients(network, batch, 3, { ...config, microBatchSize: null });
      const pieces = batchGradients(network, batch, 3, { ...config, microBatchSize });
      expect(pieces.loss).toBeCloseTo(whole.loss, 6);
      expect(pieces.correct).toBe(whole.correct);
      for (const [index, gradient] of whole.gradients.entries()) {
        const received = pieces.gradients[index]!.dataSync();
        for (const [i, value] of gradient.dataSync().entries()) expect(received[i]).toBeCloseTo(value, 6);
      }
    },
  );

  it('has other masks for other pieces of one step', () => {
    const twice = { images: Float32Array.from([...batch.images, ...batch.images]), labels, size: 2 * count };
    twice.labels = Uint8Array.from([...labels, ...labels]);
    const both = batchGradients(network, twice, 3, { ...config, microBatchSize: count });
    const one = batchGradients(network, batch, 3, { ...config, microBatchSize: null });
    expect(both.loss).not.toBe(one.loss);
  });
});
