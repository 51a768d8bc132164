import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { everyLayerModel } from '../src/inference/__fixtures__/every-layer.ts';
import { layer, modelOf, pixelsFor, SOFTMAX } from '../src/inference/__fixtures__/random-model.ts';
import { assertPlan, compile, createInference } from '../src/inference/index.ts';
import { interpretPlan } from '../src/inference/interpret/interpret-plan.ts';
import { lowerGraph } from '../src/inference/lower/lower-graph.ts';
import { PLAN_ACTIVATIONS } from '../src/inference/plan.ts';
import { largestDifference } from './largest-difference.ts';
import { runOnTfjs } from './reference/tfjs-plan.ts';

beforeAll(async () => {
  tf.env().set('IS_TEST', true);
  await tf.setBackend('cpu');
});
afterEach(() => vi.restoreAllMocks());

describe('a plan in plain JavaScript', () => {
  const model = everyLayerModel();
  const plan = compile(model, { batch: 2 });
  const pixels = pixelsFor(model, 3);

  it.each([
    ['fused', plan],
    ['layer by layer', { ...lowerGraph(model), batch: 2 }],
  ])('gives what tfjs gives: %s', async (_name, one) => {
    assertPlan(one);
    const received = await interpretPlan(one).predict(pixels, 3);
    expect(largestDifference(received, await runOnTfjs(one, pixels, 3))).toBeLessThan(1e-6);
  });

  it.each(PLAN_ACTIVATIONS)('knows the activation %s, far from 0 too', async (activation) => {
    const length = 30;
    const ops = [
      { type: 'activation', name: 'a', inputs: [0], length, activation },
      { type: 'softmax', name: 's', inputs: [1], rows: 1, channels: length },
    ] as const;
    const shape = [length];
    const one = {
      inputs: [{ name: 'x', shape }],
      outputs: [{ name: 'y', shape, value: 2 }],
      batch: 1,
      ops,
    };
    const numbers = Float32Array.from({ length }, (_, i) => (i - 14.5) ** 3 / 3);
    assertPlan(one);
    const received = await interpretPlan(one).predict(numbers, 1);
    expect(largestDifference(received, await runOnTfjs(one, numbers, 1))).toBeLessThan(1e-6);
  });

  it('takes dilated and strided windows that hang over the edge', async () => {
    const odd = modelOf(
      [
        layer(
          'a',
          'conv2d',
          { filters: 3, kernelSize: [3, 2], dilationRate: [3, 2], padding: 'same' },
          { kernel: [3, 2, 1, 3], bias: [3] },
        ),
        layer(
          'b',
          'depthwiseConv2d',
          { kernelSize: 5, strides: 3, padding: 'same', depthMultiplier: 2, useBias: false },
          { depthwise_kernel: [5, 5, 3, 2] },
        ),
        layer('c', 'averagePooling2d', { poolSize: [2, 3], strides: [1, 2], padding: 'same' }),
        layer('d', 'globalMaxPooling2d'),
        layer('e', 'dense', { units: 4 }, { kernel: [6, 4], bias: [4] }),
        SOFTMAX,
      ],
      { height: 9, width: 11, labels: 4 },
    );
    const one = compile(odd);
    const images = pixelsFor(odd, 2);
    const received = await interpretPlan(one).predict(images, 2);
    expect(largestDifference(received, await runOnTfjs(one, images, 2))).toBeLessThan(1e-6);
  });

  it('gives what WebAssembly gives, and needs none', async () => {
    const network = await createInference({ threads: 1 }).load(plan);
    const expected = await network.predict(pixels, 3);
    network.dispose();
    vi.stubGlobal('WebAssembly', undefined);
    try {
      expect(largestDifference(await interpretPlan(plan).predict(pixels, 3), expected)).toBeLessThan(1e-5);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('lets others have their turn', async () => {
    const wide = { kernel: [3, 3, 1, 64], bias: [64] };
    const layers = [
      layer('a', 'conv2d', { filters: 64, kernelSize: 3, padding: 'same' }, wide),
      layer('b', 'globalMaxPooling2d'),
      layer('c', 'dense', { units: 3 }, { kernel: [64, 3], bias: [3] }),
      SOFTMAX,
    ];
    const large = modelOf(layers, { height: 200, width: 200 });
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await interpretPlan(compile(large)).predict(pixelsFor(large, 4), 4);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
  });

  it('keeps no pixels: they may be overwritten at once', async () => {
    const network = interpretPlan(plan);
    const mine = pixels.slice();
    const expected = await network.predict(pixels, 3);
    const pending = network.predict(mine, 3);
    mine.fill(0);
    expect(await pending).toEqual(expected);
  });

  it('refuses what WebAssembly refuses', async () => {
    const network = interpretPlan(plan);
    await expect(network.predict(pixels, 2)).rejects.toMatchObject({ code: 'FER_INVALID_ARGUMENT' });
    network.dispose();
    network.dispose();
    await expect(network.predict(pixels, 3)).rejects.toMatchObject({ code: 'FER_DISPOSED' });
    expect(() => interpretPlan({ ...plan, outputs: [] })).toThrow(
      expect.objectContaining({ code: 'FER_INVALID_ARGUMENT' }),
    );
  });
});
