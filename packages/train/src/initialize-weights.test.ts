import { EMOTIONS } from '@fer/core';
import { miniXception, tutorialCnn, weightSpecs } from '@fer/model';
import { describe, expect, it } from 'vitest';
import { initializeWeights } from './initialize-weights.ts';

const cnn = weightSpecs(tutorialCnn.build(tutorialCnn.defaults, EMOTIONS.length), tutorialCnn.input);
const xception = weightSpecs(miniXception.build({}, EMOTIONS.length), miniXception.input);

function statistics(data: Float32Array) {
  const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
  const variance = data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length;
  const largest = data.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  return { mean, deviation: Math.sqrt(variance), largest };
}

describe('initializeWeights', () => {
  it.each([
    ['conv3/kernel', 3 * 3 * 64],
    ['conv5/kernel', 3 * 3 * 128],
    ['dense2/kernel', 1024],
  ])('draws %s He normal, cut off at two deviations', (name, fanIn) => {
    const { mean, deviation, largest } = statistics(initializeWeights(cnn, 1).get(name)!.data);
    const expected = Math.sqrt(2 / fanIn);
    expect(Math.abs(mean)).toBeLessThan(expected * 0.02);
    expect(deviation).toBeGreaterThan(expected * 0.98);
    expect(deviation).toBeLessThan(expected * 1.02);
    // Of HeNormal([3, 3, 64, 64]) Keras 3.15.1 draws at most 0.13398: 2 × √(2 / 576) / 0.8796.
    expect(largest).toBeLessThan((2 * expected) / 0.8796);
    expect(largest).toBeGreaterThan((1.95 * expected) / 0.8797);
  });

  it('draws the kernel of the logits Glorot uniform', () => {
    const { deviation, largest } = statistics(initializeWeights(cnn, 1).get('logits/kernel')!.data);
    const limit = Math.sqrt(6 / (1024 + 7));
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(0.99 * limit);
    expect(deviation).toBeCloseTo(limit / Math.sqrt(3), 2);
  });

  it('starts the rest at 0 or 1', () => {
    const weights = initializeWeights(xception, 1);
    const values = (name: string) => new Set(weights.get(name)!.data);
    expect(values('conv_last/bias')).toEqual(new Set([0]));
    expect(values('bn1/beta')).toEqual(new Set([0]));
    expect(values('bn1/moving_mean')).toEqual(new Set([0]));
    expect(values('bn1/gamma')).toEqual(new Set([1]));
    expect(values('bn1/moving_variance')).toEqual(new Set([1]));
  });

  it.each([
    ['zeros', 0, 0],
    ['ones', 0, 1],
    // Keras's formulas: limits √(6 / fan) of uniform ones; normal ones are cut off at two deviations of √(scale / fan).
    ['glorotUniform', Math.sqrt(6 / 2304) / Math.sqrt(3), Math.sqrt(6 / 2304)],
    ['heUniform', Math.sqrt(6 / 576) / Math.sqrt(3), Math.sqrt(6 / 576)],
    ['leCunUniform', Math.sqrt(3 / 576) / Math.sqrt(3), Math.sqrt(3 / 576)],
    ['glorotNormal', Math.sqrt(2 / 2304), (2 / 0.8796) * Math.sqrt(2 / 2304)],
    ['heNormal', Math.sqrt(2 / 576), (2 / 0.8796) * Math.sqrt(2 / 576)],
    ['leCunNormal', Math.sqrt(1 / 576), (2 / 0.8796) * Math.sqrt(1 / 576)],
  ] as const)('draws %s where a layer asks for it', (initializer, spread, limit) => {
    const spec = {
      name: 'conv/kernel',
      shape: [3, 3, 64, 192],
      role: 'kernel',
      trainable: true,
      fanIn: 576,
      fanOut: 1728,
      initializer,
      l2: 0,
    } as const;
    const { deviation, largest } = statistics(initializeWeights([spec], 1).get('conv/kernel')!.data);
    expect(Math.abs(deviation - spread)).toBeLessThanOrEqual(spread * 0.02);
    expect(largest).toBeLessThanOrEqual(limit * 1.0001);
    expect(largest).toBeGreaterThanOrEqual(limit * 0.95);
  });

  it('gives every tensor its own numbers, the same for the same seed', () => {
    const [first, again, other] = [1, 1, 2].map((seed) => initializeWeights(xception, seed));
    expect(again).toEqual(first);
    for (const [name, { data }] of first!) {
      if (name.endsWith('kernel')) expect(other!.get(name)!.data).not.toEqual(data);
    }
    const a = first!.get('module1_separable2/depthwise_kernel')!.data;
    const b = first!.get('module2_separable1/depthwise_kernel')!.data;
    expect(a.length).toBe(b.length);
    expect(a).not.toEqual(b);
  });
});
