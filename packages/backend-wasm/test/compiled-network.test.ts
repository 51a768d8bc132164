import type { ModelDefinition } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { everyLayerModel } from '../src/inference/__fixtures__/every-layer.ts';
import { layer, modelOf, pixelsFor, SOFTMAX } from '../src/inference/__fixtures__/random-model.ts';
import { runScalarPlan } from '../src/inference/__fixtures__/scalar-plan.ts';
import {
  assertPlan,
  compile,
  createInference,
  decodePlan,
  encodePlan,
  type InferenceOptions,
} from '../src/inference/index.ts';
import { kernelOf } from '../src/inference/kernels/kernel-of.ts';
import { lowerGraph } from '../src/inference/lower/lower-graph.ts';
import { measureNetwork } from '../src/inference/run/network-layout.ts';
import { encodeProgram } from '../src/inference/run/program.ts';

/** A network whose layers are worth two threads, with a residual sum in it. */
const largeModel = () =>
  modelOf(
    [
      layer('conv', 'conv2d', { filters: 16, kernelSize: 3 }, { kernel: [3, 3, 1, 16], bias: [16] }),
      layer(
        'next',
        'conv2d',
        { filters: 16, kernelSize: 3, padding: 'same' },
        { kernel: [3, 3, 16, 16], bias: [16] },
      ),
      layer('sum', 'add', {}, {}, ['conv', 'next']),
      layer(
        'depthwise',
        'depthwiseConv2d',
        { kernelSize: 3 },
        { depthwise_kernel: [3, 3, 16, 1], bias: [16] },
      ),
      layer('average', 'globalAveragePooling2d'),
      layer('logits', 'dense', { units: 3 }, { kernel: [16, 3], bias: [3] }),
      SOFTMAX,
    ],
    { height: 67, width: 59 },
  );

/** The largest error of a probability, against the layers as they are, in double precision. */
async function largestError(
  model: ModelDefinition,
  images: number,
  options: InferenceOptions & { batch?: number } = {},
): Promise<number> {
  const { batch = 8, threads = 1 } = options;
  const pixels = pixelsFor(model, images);
  const network = await createInference({ threads }).load(compile(model, { batch }));
  const received = await network.predict(pixels, images);
  network.dispose();
  const expected = runScalarPlan(lowerGraph(model), pixels, images);
  expect(received).toHaveLength(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(value - received[i]!)));
}

describe('a compiled network', () => {
  it.each([1, 2, 7, 8, 9, 33])(
    'gives what its layers give, for %i images of at most 8 at once',
    async (images) => {
      expect(await largestError(everyLayerModel(), images)).toBeLessThan(1e-5);
    },
  );

  it('gives the same bits on two threads, for any number of images at once', async () => {
    const model = largeModel();
    // Two threads take part, rather than one that computes a little network alone.
    const plan = compile(model, { batch: 9 });
    const layout = measureNetwork(plan, { kernels: plan.ops.map(kernelOf), threads: 2 }).place(64);
    expect(encodeProgram(layout.stepsFor(4), 64, layout).sharedChunks).toBeGreaterThanOrEqual(24);
    const pixels = pixelsFor(model, 9);
    const results: Float32Array[] = [];
    for (const [threads, batch] of [
      [1, 9],
      [2, 9],
      [2, 4],
    ] as const) {
      const network = await createInference({ threads }).load(compile(model, { batch }));
      // The first time comes after a pause, and may leave the other thread asleep.
      await network.predict(pixels, 9);
      results.push(await network.predict(pixels, 9));
      network.dispose();
    }
    expect(results[1]).toEqual(results[0]);
    for (const [i, value] of results[2]!.entries()) expect(value).toBeCloseTo(results[0]![i]!, 5);
  });

  it('gives the bits of one thread where each of several computes its share alone', async () => {
    const model = largeModel();
    const plan = compile(model, { batch: 12 });
    const alone = await createInference({ threads: 1 }).load(plan);
    for (const threads of [2, 3]) {
      const network = await createInference({ threads }).load(plan);
      expect(network.together).toBe(threads);
      await network.predict(pixelsFor(model, 12), 12);
      for (const images of [2, 3, 4, 8, 9, 12, 30]) {
        const pixels = pixelsFor(model, images, images);
        expect(await network.predict(pixels, images)).toEqual(await alone.predict(pixels, images));
      }
      network.dispose();
    }
    expect(alone.together).toBe(1);
    alone.dispose();
  });

  it('comes out of its file as it went in', async () => {
    const model = everyLayerModel();
    const plan = compile(model, { batch: 2 });
    const inference = createInference({ threads: 1 });
    const networks = [await inference.load(plan), await inference.load(decodePlan(encodePlan(plan)))];
    const pixels = pixelsFor(model, 2);
    const [first, second] = await Promise.all(networks.map((network) => network.predict(pixels, 2)));
    for (const network of networks) network.dispose();
    expect(second).toEqual(first);
  });

  it('does not see what an earlier batch left behind', async () => {
    const model = everyLayerModel();
    const network = await createInference({ threads: 1 }).load(compile(model, { batch: 8 }));
    const pixels = pixelsFor(model, 3);
    const first = await network.predict(pixels, 3);
    await network.predict(pixelsFor(model, 8, 99).fill(1e30), 8);
    const again = await network.predict(pixels, 3);
    network.dispose();
    expect(again).toEqual(first);
  });

  it('computes the inputs of a wide layer in pieces', async () => {
    const wide = [
      layer('flatten', 'flatten'),
      layer('wide', 'dense', { units: 300, activation: 'relu' }, { kernel: [30, 300], bias: [300] }),
      layer('logits', 'dense', { units: 3, useBias: false }, { kernel: [300, 3] }),
      SOFTMAX,
    ];
    expect(await largestError(modelOf(wide), 5)).toBeLessThan(1e-5);
  });
});

describe('an engine', () => {
  it('says when the kernels are not where they should be', async () => {
    const inference = createInference({ threads: 1, wasmUrl: new URL('./nowhere/', import.meta.url) });
    await expect(inference.start()).rejects.toMatchObject({
      code: 'FER_RUNTIME_UNAVAILABLE',
      message: expect.stringContaining('nowhere/fer-kernels'),
    });
  });

  it('says when a network is too large', async () => {
    const layers = [layer('pool', 'globalMaxPooling2d'), SOFTMAX];
    const plan = compile(modelOf(layers, { height: 4096, width: 4096, labels: 1 }), { batch: 128 });
    await expect(createInference({ threads: 1 }).load(plan)).rejects.toMatchObject({
      code: 'FER_RUNTIME_FAILED',
      message: expect.stringMatching(/needs \d+ bytes.*smaller `batch`/),
    });
  });

  it('trusts no plan, also one made by hand', async () => {
    const plan = compile(everyLayerModel(), { batch: 2 });
    const ops = plan.ops.map((op) =>
      op.type === 'depthwiseConv2d' ? { ...op, geometry: { ...op.geometry, padLeft: 4294967295 } } : op,
    );
    const hostile = { ...plan, ops };
    await expect(createInference({ threads: 1 }).load(hostile)).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining('Call `assertPlan(plan)` first'),
    });
    expect(() => assertPlan(hostile)).toThrow(
      expect.objectContaining({
        code: 'FER_WEIGHTS_CORRUPT',
        message: expect.stringMatching(/'depthwise' \(depthwiseConv2d\) whose 'padLeft' is 4294967295/),
      }),
    );
    const sound: unknown = { ...plan };
    assertPlan(sound);
    (await createInference({ threads: 1 }).load(sound)).dispose();
  });

  it('refuses what costs too much, or has weights that folding made infinite, of any origin', async () => {
    const plan = compile(everyLayerModel(), { batch: 2 });
    const wide = compile(
      modelOf(
        [
          layer(
            'conv',
            'conv2d',
            { filters: 1, kernelSize: 256, padding: 'same' },
            { kernel: [256, 256, 1, 1], bias: [1] },
          ),
          layer('pool', 'globalMaxPooling2d'),
          SOFTMAX,
        ],
        { height: 4096, width: 4096, labels: 1 },
      ),
    );
    await expect(createInference({ threads: 1 }).load(wide)).rejects.toMatchObject({
      code: 'FER_WEIGHTS_CORRUPT',
    });
    const [first] = plan.ops.flatMap((op) => ('filter' in op ? [op.filter] : []));
    first![1] = Number.POSITIVE_INFINITY;
    await expect(createInference({ threads: 1 }).load(plan)).rejects.toMatchObject({
      code: 'FER_WEIGHTS_CORRUPT',
      message: expect.stringMatching(/whose 'filter' is not finite/),
    });
  });

  it('refuses a number of threads that cannot be', () => {
    expect(() => createInference({ threads: 0 })).toThrow(
      expect.objectContaining({ code: 'FER_INVALID_ARGUMENT' }),
    );
  });
});
