import { createRandom, EMOTIONS } from '@fer/core';
import { runtimeContract, TINY_MODEL, tinyPixels, tinyProbabilities } from '@fer/core/test';
import { layerContract } from '@fer/graph/test';
import { describe, expect, it } from 'vitest';
import { miniXception } from '../architectures/mini-xception.ts';
import { tutorialCnn } from '../architectures/tutorial-cnn.ts';
import { randomWeights } from '../weights/__fixtures__/tiny-weights.ts';
import { defineModel } from '../weights/define-model.ts';
import { cpu } from './cpu.ts';
import { wasm } from './wasm.ts';

describe.each([wasm, cpu])('$id', (runtime) => {
  for (const { name, run } of runtimeContract(runtime, { tolerance: 1e-6 })) it(name, run);

  describe('what every layer means', () => {
    for (const { name, run } of layerContract(runtime, { tolerance: 1e-5 })) it(name, run);
  });

  it('runs large batches in parts and keeps their order', async () => {
    const network = await runtime.load(TINY_MODEL);
    const batch = 65;
    const pixels = tinyPixels(batch, 3);
    const expected = tinyProbabilities(pixels);
    const predicting = network.predict(pixels, batch);
    pixels.fill(0);
    const received = await predicting;
    network.dispose();
    expect(received).toHaveLength(expected.length);
    for (const [i, value] of expected.entries()) expect(received[i]).toBeCloseTo(value, 5);
  });

  it('refuses a network without one of its weights', async () => {
    const tensors = new Map(TINY_MODEL.tensors);
    tensors.delete('conv1/bias');
    await expect(runtime.load({ ...TINY_MODEL, tensors })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_MISMATCH',
      details: { tensor: 'conv1/bias' },
    });
  });

  it('says which layer it cannot read', async () => {
    const layers = TINY_MODEL.graph.layers.map((layer) =>
      layer.name === 'conv1' ? { ...layer, config: { ...layer.config, activation: 'sine' } } : layer,
    );
    await expect(runtime.load({ ...TINY_MODEL, graph: { layers } })).rejects.toMatchObject({
      code: 'FER_GRAPH_INVALID',
      message: expect.stringMatching(/'conv1' .*'activation' .*"sine"/),
    });
  });
});

// Both are compared with tfjs in @fer/runtime-tfjs.
describe('the two agree', () => {
  it.each([tutorialCnn, miniXception])('on $id', async (architecture) => {
    const model = defineModel(randomWeights(architecture, { seed: 5 }), architecture);
    const random = createRandom(9);
    const pixels = Float32Array.from({ length: 3 * 48 * 48 }, () => random.next());
    const [expected, received] = await Promise.all(
      [cpu, wasm].map(async (runtime) => {
        const network = await runtime.load(model);
        const probabilities = await network.predict(pixels, 3);
        network.dispose();
        return probabilities;
      }),
    );
    expect(received).toHaveLength(3 * EMOTIONS.length);
    for (const [i, value] of expected!.entries()) expect(Math.abs(received![i]! - value)).toBeLessThan(1e-5);
  });
});
