import { type Architecture, type LayerExpansion, type LayerNode, layer, type Plugin } from '@fer/core';
import { resolveGraph } from '@fer/graph';
import { defineModel } from '@fer/model';
import { createTfjsWasmRuntime } from '@fer/runtime-tfjs';
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  bitsOf,
  cpuRuntime,
  TINY_LABELS,
  tinyArchitecture,
  tinyImages,
  tinyOptions,
} from './__fixtures__/tiny-training.ts';
import { initializeWeights } from './initialize-weights.ts';
import { softmaxCrossEntropy } from './loss.ts';
import { train } from './train.ts';
import { createTrainableNetwork } from './trainable-network.ts';

const { input } = tinyArchitecture;
const architectureOf = (build: (classes: number) => readonly LayerNode[]): Architecture => ({
  id: 'odd',
  apiVersion: 1,
  description: 'For tests',
  input,
  defaults: {},
  build: (_options, classes) => ({ layers: build(classes) }),
});
const ending = (classes: number) => [
  layer('average', 'globalAveragePooling2d'),
  layer('logits', 'dense', { units: classes }),
  layer('softmax', 'activation', { activation: 'softmax' }),
];
const runtimes = [cpuRuntime, createTfjsWasmRuntime({ threads: 1 })];

describe.each(runtimes)('freeze on $id', (runtime) => {
  it('leaves weights and statistics as they are, bit for bit, and moves the others', async () => {
    const first = await train(tinyOptions({ runtime, epochs: 1 }));
    const initialWeights = first.final.tensors;
    const frozen = ['conv1', 'bn1', 'dense1'];
    const options = { runtime, initialWeights, freeze: ['conv1', 'bn*', 'dense1'], epochs: 1 };
    const { final } = await train(tinyOptions(options));
    const part = (tensors: typeof initialWeights, isFrozen: boolean) =>
      bitsOf(new Map([...tensors].filter(([name]) => frozen.includes(name.split('/')[0]!) === isFrozen)));
    expect(part(final.tensors, true)).toBe(part(initialWeights, true));
    expect(part(final.tensors, false)).not.toBe(part(initialWeights, false));
  });

  it('does what `trainable: false` in the graph does', async () => {
    const build: Architecture['build'] = (options, classes) => ({
      layers: tinyArchitecture
        .build(options as never, classes)
        .layers.map((one) => (one.name === 'bn1' ? { ...one, config: { trainable: false } } : one)),
    });
    const architecture = { ...tinyArchitecture, build } as Architecture;
    const [written, named] = [
      await train(tinyOptions({ runtime, architecture, epochs: 1 })),
      await train(tinyOptions({ runtime, freeze: ['bn1'], epochs: 1 })),
    ];
    expect(bitsOf(named.final.tensors)).toBe(bitsOf(written.final.tensors));
  });
});

it('computes with frozen layers what the cpu backend does, ReLU behind a batch normalisation included', async () => {
  const { history: expected } = await train(tinyOptions({ freeze: ['conv1', 'bn1'], epochs: 1 }));
  const runtime = runtimes[1]!;
  const { history } = await train(tinyOptions({ runtime, freeze: ['conv1', 'bn1'], epochs: 1 }));
  expect(history[0]!.loss).toBeCloseTo(expected[0]!.loss, 5);
  expect(history[0]!.validation!.loss).toBeCloseTo(expected[0]!.validation!.loss, 5);
});

describe('freeze', () => {
  it.each([
    [['conv7'], "names 'conv7', which no layer is called"],
    [['stage*'], "names 'stage*'"],
    ['conv1', 'freeze'],
    [[''], 'freeze'],
    [['*'], 'no layer is left to train'],
  ])('refuses %j', async (freeze, message) => {
    await expect(train(tinyOptions({ freeze: freeze as string[] }))).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining(message),
    });
  });
});

describe('an L2 regularizer', () => {
  beforeAll(() => cpuRuntime.training.start());
  const regularized = architectureOf((classes) => [
    layer('conv', 'conv2d', {
      filters: 3,
      kernelSize: 3,
      kernelRegularizer: { className: 'L2', config: { l2: 0.3 } },
    }),
    ...ending(classes),
  ]);
  const graph = resolveGraph(regularized.build({}, 3), input);

  it('counts in the loss, and in the gradient as finite differences say', () => {
    const engine = { kind: 'tfjs' as const, tfjs: { core, layers }, backend: 'cpu' };
    const network = createTrainableNetwork(engine, graph, input, 3, 1);
    const weights = initializeWeights(network.specs, 1);
    for (const spec of network.specs) network.assign(spec, weights.get(spec.name)!.data);
    const { images, labels, count } = tinyImages(8, 1);
    const pixels = Float32Array.from(images);
    let plain = 0;
    const step = () =>
      network.differentiate(pixels, count, { step: 0 }, (logits) => {
        const loss = softmaxCrossEntropy(logits, { labels, size: count });
        plain = loss.loss;
        return loss;
      });
    const { loss, gradients } = step();
    const kernel = weights.get('conv/kernel')!.data;
    const squares = kernel.reduce((sum, weight) => sum + weight * weight, 0);
    expect(loss).toBeCloseTo(plain + 0.3 * squares, 5);

    const spec = network.specs[0]!;
    const lossAt = (delta: number) => {
      network.assign(spec, kernel.with(4, kernel[4]! + delta));
      return step().loss;
    };
    const expected = (lossAt(1e-2) - lossAt(-1e-2)) / 2e-2;
    expect(gradients[0]!.dataSync()[4]).toBeCloseTo(expected, 2);
    network.dispose();
  });

  it.each([
    ['kernelRegularizer', { className: 'L1', config: { l1: 0.1 } }],
    ['kernelConstraint', { className: 'NonNeg', config: {} }],
    ['kernelInitializer', { className: 'Orthogonal', config: {} }],
    ['activityRegularizer', 'l2'],
  ])('of another kind is refused by its name: %s', async (option, value) => {
    const odd = architectureOf((classes) => [
      layer('conv', 'conv2d', { filters: 3, [option]: value }),
      ...ending(classes),
    ]);
    await expect(train(tinyOptions({ architecture: odd }))).rejects.toMatchObject({
      code: 'FER_GRAPH_UNSUPPORTED',
      message: expect.stringMatching(`'conv' .*'${option}'`),
    });
  });
});

it.each<[string, (classes: number) => readonly LayerNode[]]>([
  ['without a softmax', (classes) => ending(classes).slice(0, 2)],
  ['of other classes', () => ending(5)],
])('refuses a network %s', async (_, build) => {
  await expect(train(tinyOptions({ architecture: architectureOf(build) }))).rejects.toMatchObject({
    code: 'FER_GRAPH_INVALID',
  });
});

it('refuses weights that nobody reads', async () => {
  const odd = architectureOf((classes) => [
    layer('dead', 'conv2d', { filters: 2 }, ['input']),
    layer('conv', 'conv2d', { filters: 2 }, ['input']),
    ...ending(classes),
  ]);
  await expect(train(tinyOptions({ architecture: odd }))).rejects.toMatchObject({
    code: 'FER_GRAPH_UNSUPPORTED',
    details: { layer: 'dead', type: 'conv2d' },
  });
});

/** What tfjs's cpu backend and our kernels must come to alike, from the same weights on the same pictures. */
const NETWORKS: { readonly [name: string]: (classes: number) => readonly LayerNode[] } = {
  'squeeze and excitation in a residual block': (classes) => [
    layer('stem', 'conv2d', { filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }),
    layer('conv', 'conv2d', { filters: 4, kernelSize: 3, padding: 'same', useBias: false }),
    layer('bn', 'batchNormalization'),
    layer('squeeze', 'globalAveragePooling2d'),
    layer('reduce', 'dense', { units: 2, activation: 'relu' }),
    layer('excite', 'dense', { units: 4, activation: 'sigmoid' }),
    layer('scale', 'multiply', {}, ['bn', 'excite']),
    layer('sum', 'add', {}, ['scale', 'stem']),
    layer('relu', 'activation', { activation: 'relu' }),
    ...ending(classes),
  ],
  'groups, dilation, slopes and gates': (classes) => [
    layer('stem', 'conv2d', { filters: 4, kernelSize: 3, padding: 'same', activation: 'hardSwish' }),
    layer('grouped', 'conv2d', { filters: 4, kernelSize: 3, padding: 'same', groups: 2 }),
    layer('prelu', 'prelu', { sharedAxes: [1, 2] }),
    layer('dilated', 'depthwiseConv2d', {
      kernelSize: 2,
      dilationRate: 2,
      padding: 'same',
      activation: 'swish',
    }),
    layer('leaky', 'leakyReLU', { alpha: 0.1 }),
    layer('gate', 'activation', { activation: 'hardSigmoid6' }, ['stem']),
    layer('product', 'multiply', {}, ['leaky', 'gate']),
    layer('difference', 'subtract', {}, ['product', 'stem']),
    layer('most', 'maximum', {}, ['difference', 'leaky']),
    ...ending(classes),
  ],
  'another layout': (classes) => [
    layer('stem', 'conv2d', { filters: 4, kernelSize: 3, strides: 2, activation: 'gelu' }),
    layer('up', 'upSampling2d'),
    layer('padded', 'zeroPadding2d', {
      padding: [
        [0, 1],
        [1, 0],
      ],
    }),
    layer('wide', 'channelPadding', { channels: 2 }),
    layer('joined', 'concatenate', {}, ['wide', 'padded']),
    layer('turned', 'permute', { dims: [2, 1, 3] }),
    layer('shaped', 'reshape', { targetShape: [-1, 5, 5] }),
    layer('conv', 'conv2d', { filters: 3, kernelSize: 3, activation: 'mish' }),
    ...ending(classes),
  ],
};

describe.each(Object.entries(NETWORKS))('%s', (_, build) => {
  it('trains alike on tfjs and on our kernels, and compiles', async () => {
    const architecture = architectureOf(build);
    const results = [];
    for (const runtime of runtimes) results.push(await train(tinyOptions({ architecture, runtime })));
    const [expected, received] = results.map(({ final }) => final.tensors);
    for (const [name, { data }] of expected!) {
      for (const [i, value] of data.entries()) {
        expect(Math.abs(received!.get(name)!.data[i]! - value), name).toBeLessThan(2e-3);
      }
    }
    const { best, graph, labels } = results[1]!;
    const weights = {
      architecture: { id: 'odd', config: {} },
      labels,
      input,
      licence: 'CC0-1.0',
      tensors: best.tensors,
    };
    expect(() => defineModel(weights, architecture)).not.toThrow();
    expect(() => defineModel({ ...weights, graph })).not.toThrow();
  });
});

it("trains an architecture of a plugin's blocks, whose weights know them no more", async () => {
  const residual: LayerExpansion = {
    id: 'residual',
    apiVersion: 1,
    defaults: { kernelSize: 3 },
    expand: ({ kernelSize }, [x]) => [
      layer('conv', 'conv2d', { filters: x!.shape.at(-1)!, kernelSize: kernelSize!, padding: 'same' }),
      layer('sum', 'add', {}, ['conv', x!.name]),
    ],
  };
  const architecture = architectureOf((classes) => [
    layer('stem', 'conv2d', { filters: 4, kernelSize: 3 }),
    layer('block', 'residual'),
    ...ending(classes),
  ]);
  const plugin: Plugin = {
    name: 'blocks',
    apiVersion: 1,
    contributes: { layers: [residual], architectures: [architecture] },
  };
  const { graph, best } = await train(
    tinyOptions({ architecture: 'odd', plugins: [plugin], labels: TINY_LABELS }),
  );
  expect(graph.layers.map(({ name, type }) => [name, type])).toContainEqual(['block', 'add']);
  expect([...best.tensors.keys()]).toContain('block_conv/kernel');
});
