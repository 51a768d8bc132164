import { resolveGraph } from '@fer/graph';
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cpuRuntime, TINY_LABELS, tinyArchitecture, tinyImages } from './__fixtures__/tiny-training.ts';
import { initializeWeights } from './initialize-weights.ts';
import { softmaxCrossEntropy } from './loss.ts';
import { createTrainableNetwork, type TrainableNetwork } from './trainable-network.ts';

const SEED = 4;
const { images, labels, count } = tinyImages(8, 1);
const pixels = Float32Array.from(images);
const lossOf = (logits: Float32Array) =>
  softmaxCrossEntropy(logits, { labels, size: labels.length }, { labelSmoothing: 0.1 });

let network: TrainableNetwork;
beforeEach(async () => {
  await cpuRuntime.training.start();
  const graph = tinyArchitecture.build(tinyArchitecture.defaults, TINY_LABELS.length);
  network = createTrainableNetwork(
    { kind: 'tfjs', tfjs: { core, layers }, backend: 'cpu' },
    resolveGraph(graph, tinyArchitecture.input),
    tinyArchitecture.input,
    TINY_LABELS.length,
    SEED,
  );
  const weights = initializeWeights(network.specs, SEED);
  for (const spec of network.specs) network.assign(spec, weights.get(spec.name)!.data);
});
afterEach(() => network.dispose());

describe('createTrainableNetwork', () => {
  it('gives gradients that agree with finite differences', () => {
    const weights = network.read();
    const { gradients } = network.differentiate(pixels, count, { step: 3 }, lossOf);
    for (const [index, spec] of network.trainable.entries()) {
      const { data } = weights.get(spec.name)!;
      const at = Math.floor(data.length / 2);
      // The dropout masks of a step are the same each time, so that the loss is a function of the weights.
      const lossAt = (delta: number) => {
        network.assign(spec, data.with(at, data[at]! + delta));
        return network.differentiate(pixels, count, { step: 3 }, lossOf).loss;
      };
      const expected = (lossAt(1e-3) - lossAt(-1e-3)) / 2e-3;
      network.assign(spec, data);
      expect(Math.abs(gradients[index]!.dataSync()[at]! - expected), spec.name).toBeLessThan(2e-3);
    }
  });

  it('drops other units in another step', () => {
    const lossAt = (step: number) => network.differentiate(pixels, count, { step }, lossOf).loss;
    expect(lossAt(1)).not.toBe(lossAt(0));
    expect(lossAt(1)).toBe(lossAt(1));
  });

  it('moves the statistics of batch normalization in training only', async () => {
    const mean = () => Array.from(network.read().get('bn1/moving_mean')!.data);
    const before = mean();
    await network.infer(pixels, count);
    expect(mean()).toEqual(before);
    network.differentiate(pixels, count, { step: 0 }, lossOf);
    expect(mean()).not.toEqual(before);
  });

  it('infers without dropout, the same each time and for each batch size', async () => {
    const whole = await network.infer(images, count);
    const side = tinyArchitecture.input.width;
    const last = await network.infer(images.subarray(5 * side * side), count - 5);
    expect(whole).toHaveLength(count * TINY_LABELS.length);
    for (const [i, logit] of last.entries()) {
      expect(logit).toBeCloseTo(whole[5 * TINY_LABELS.length + i]!, 6);
    }
  });

  it('copies what is assigned and what is read', () => {
    const spec = network.specs[0]!;
    const data = new Float32Array(network.read().get(spec.name)!.data.length).fill(0.5);
    network.assign(spec, data);
    data.fill(9);
    network.read().get(spec.name)!.data.fill(8);
    expect(new Set(network.read().get(spec.name)!.data)).toEqual(new Set([0.5]));
  });
});
