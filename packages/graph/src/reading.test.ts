import type { LayerNode } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { LAYERS } from './layers/index.ts';
import { resolveGraph } from './resolve-graph.ts';
import { LAYER_CASES } from './test/layer-cases.ts';
import { layerCase, randomFeeds, randomModel } from './test/network-case.ts';
import { computeGraph } from './test/reference/compute-graph.ts';
import { REFUSED_CASES } from './test/refused-cases.ts';

const INPUT = { width: 6, height: 8, channels: 1, resize: 'bilinear-antialias', range: [0, 1] } as const;

/** The only layer of a case. */
const read = (...[type, shape, config, more]: Parameters<typeof layerCase>) =>
  resolveGraph(layerCase(type, shape, config, more).graph, INPUT).layers[0]!;

describe('every case', () => {
  it.each(LAYER_CASES)('$name: its loops give as many numbers as its shape says', ({ graph }) => {
    const model = randomModel(graph);
    const resolved = resolveGraph(graph, model.input);
    const results = computeGraph(resolved, model.tensors, randomFeeds(model, 1));
    for (const { name, shape } of resolved.outputs) {
      expect(results[name]).toHaveLength(shape.reduce((product, size) => product * size, 1));
      expect(results[name]!.every(Number.isFinite)).toBe(true);
    }
  });

  it('is among the cases with each type', () => {
    const tried = new Set(LAYER_CASES.flatMap(({ graph }) => graph.layers.map(({ type }) => type)));
    expect([...tried].sort()).toEqual(Object.keys(LAYERS).sort());
  });
});

it.each(REFUSED_CASES)('refuses $name by its name', ({ graph }) => {
  expect(() => resolveGraph(graph, INPUT)).toThrow(
    expect.objectContaining({
      code: 'FER_GRAPH_INVALID',
      message: expect.stringContaining("Layer 'layer'"),
      details: expect.objectContaining({ layer: 'layer' }),
    }),
  );
});

describe('shapes and windows, as Keras has them', () => {
  // Counted by hand after tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2.
  it.each<[string, LayerNode['config'], number[], object]>([
    [
      'conv2d',
      { filters: 4, kernelSize: 3, padding: 'same' },
      [7, 5, 4],
      { top: 1, bottom: 1, left: 1, right: 1 },
    ],
    [
      'conv2d',
      { filters: 4, kernelSize: 3, strides: 2, padding: 'same' },
      [4, 3, 4],
      { top: 1, bottom: 1, left: 1, right: 1 },
    ],
    [
      'conv2d',
      { filters: 4, kernelSize: [2, 4], strides: [2, 3], padding: 'same' },
      [4, 2, 4],
      { top: 0, bottom: 1, left: 1, right: 1 },
    ],
    [
      'conv2d',
      { filters: 4, kernelSize: 3, dilationRate: 2 },
      [3, 1, 4],
      { top: 0, bottom: 0, left: 0, right: 0 },
    ],
    [
      'depthwiseConv2d',
      { kernelSize: 2, depthMultiplier: 3, padding: 'same' },
      [7, 5, 6],
      { top: 0, bottom: 1, left: 0, right: 1 },
    ],
    ['maxPooling2d', {}, [3, 2, 2], { top: 0, bottom: 0, left: 0, right: 0 }],
    [
      'maxPooling2d',
      { poolSize: 3, strides: 2, padding: 'same' },
      [4, 3, 2],
      { top: 1, bottom: 1, left: 1, right: 1 },
    ],
  ])('%s %j of 7×5×2', (type, config, outputShape, pads) => {
    expect(read(type, [7, 5, 2], config)).toMatchObject({ outputShape, window: { pads } });
  });

  it.each<[string, LayerNode['config'], number[], number[]]>([
    ['reshape', { targetShape: [-1, 4] }, [6, 4, 2], [12, 4]],
    ['permute', { dims: [3, 1, 2] }, [6, 4, 2], [2, 6, 4]],
    [
      'zeroPadding2d',
      {
        padding: [
          [0, 1],
          [2, 3],
        ],
      },
      [6, 4, 2],
      [7, 9, 2],
    ],
    ['upSampling2d', { size: [2, 3] }, [6, 4, 2], [12, 12, 2]],
    ['channelPadding', { channels: 3 }, [6, 4, 2], [6, 4, 5]],
    ['globalAveragePooling2d', { keepDims: true }, [6, 4, 2], [1, 1, 2]],
  ])('%s %j', (type, config, shape, outputShape) => {
    expect(read(type, shape, config).outputShape).toEqual(outputShape);
  });
});

describe('weights', () => {
  it('have the names, shapes and fans of Keras', () => {
    expect(read('conv2d', [7, 5, 6], { filters: 8, kernelSize: [3, 2], groups: 2 }).weights).toEqual([
      {
        name: 'layer/kernel',
        shape: [3, 2, 3, 8],
        role: 'kernel',
        trainable: true,
        fanIn: 18,
        fanOut: 24,
        l2: 0,
      },
      { name: 'layer/bias', shape: [8], role: 'bias', trainable: true, fanIn: 0, fanOut: 0, l2: 0 },
    ]);
  });

  it('begin as the layer says, and are pulled to 0 by its regularizer', () => {
    const { weights, refusedInTraining } = read('dense', [4], {
      units: 2,
      kernelInitializer: { className: 'HeUniform', config: {} },
      kernelRegularizer: { className: 'L1L2', config: { l1: 0, l2: 0.25 } },
      biasInitializer: 'ones',
      biasRegularizer: 'l2',
    });
    expect(weights).toMatchObject([
      { initializer: 'heUniform', l2: 0.25 },
      { initializer: 'ones', l2: 0.01 },
    ]);
    expect(refusedInTraining).toEqual([]);
  });

  it('are not trained where the layer is not', () => {
    const { weights, trainable } = read('batchNormalization', [4], { trainable: false });
    expect(trainable).toBe(false);
    expect(weights.map((weight) => weight.trainable)).toEqual([false, false, false, false]);
  });
});

it.each<[string, LayerNode['config'], string]>([
  ['dense', { units: 2, kernelRegularizer: { className: 'L1', config: { l1: 0.1 } } }, 'kernelRegularizer'],
  ['dense', { units: 2, kernelInitializer: { className: 'Orthogonal', config: {} } }, 'kernelInitializer'],
  ['dense', { units: 2, biasConstraint: { className: 'NonNeg', config: {} } }, 'biasConstraint'],
  ['dense', { units: 2, activityRegularizer: 'l2' }, 'activityRegularizer'],
  ['dropout', { rate: 0.5, seed: 3 }, 'seed'],
])('names what a training of %s %j would not heed', (type, config, option) => {
  expect(read(type, [4], config).refusedInTraining).toEqual([option]);
});

it('does not mind options of a weight that is left out', () => {
  const config = { scale: false, gammaRegularizer: { className: 'L1', config: { l1: 1 } } };
  expect(read('batchNormalization', [4], config).refusedInTraining).toEqual([]);
});

it('tells the nearest option, type and choice', () => {
  expect(() => read('conv2d', [5, 5, 1], { filters: 1, kernelsize: 3 })).toThrow(
    "Did you mean 'kernelSize'?",
  );
  expect(() => read('conv2D', [5, 5, 1], { filters: 1 })).toThrow("Did you mean 'conv2d'?");
  expect(() => read('activation', [5], { activation: 'Relu' })).toThrow("did you mean 'relu'?");
});
