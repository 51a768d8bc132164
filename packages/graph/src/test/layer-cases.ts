import type { LayerNode } from '@fer/core';
import { ACTIVATIONS } from '../activation.ts';
import { layerCase, type NetworkCase } from './network-case.ts';

type Config = LayerNode['config'];

/** Windows: every padding, stride and dilation, even and odd sizes, on maps that are higher than wide. */
const WINDOWS: readonly (readonly [kernel: Config[string], height: number, width: number, more: Config])[] = [
  [1, 5, 4, {}],
  [1, 5, 4, { strides: 2 }],
  [1, 6, 5, { strides: [3, 2], padding: 'same' }],
  [2, 5, 4, { padding: 'same' }],
  [3, 7, 5, {}],
  [3, 7, 5, { padding: 'same' }],
  [3, 8, 6, { padding: 'same' }],
  [3, 8, 6, { strides: 2, padding: 'same' }],
  [3, 7, 5, { strides: 2, padding: 'same' }],
  [3, 7, 5, { strides: [1, 2] }],
  [[3, 2], 6, 5, { padding: 'same' }],
  [[1, 3], 6, 5, { strides: [2, 1], padding: 'same' }],
  [5, 9, 6, { padding: 'same' }],
  [[5, 4], 9, 7, { strides: [2, 3], padding: 'same' }],
  [3, 9, 8, { dilationRate: 2 }],
  [3, 9, 8, { dilationRate: 2, padding: 'same' }],
  [[3, 2], 9, 8, { dilationRate: [2, 3], padding: 'same' }],
  [[2, 3], 9, 8, { dilationRate: [1, 3] }],
];

const convolutions = WINDOWS.flatMap(([kernelSize, height, width, more]) => [
  layerCase('conv2d', [height, width, 3], { filters: 5, kernelSize, ...more }),
  layerCase('conv2d', [height, width, 4], { filters: 6, kernelSize, groups: 2, ...more }),
  layerCase('depthwiseConv2d', [height, width, 5], { kernelSize, ...more }),
  layerCase('separableConv2d', [height, width, 3], { filters: 4, kernelSize, ...more }),
]);

const convolutionOptions = [
  layerCase('conv2d', [6, 5, 1], { filters: 3, kernelSize: 3, useBias: false }),
  layerCase('conv2d', [6, 5, 17], { filters: 19, kernelSize: 3, padding: 'same' }),
  layerCase('conv2d', [6, 5, 16], { filters: 16, kernelSize: 3, padding: 'same', activation: 'relu' }),
  layerCase('conv2d', [6, 5, 6], { filters: 6, kernelSize: 3, groups: 6 }),
  layerCase('conv2d', [6, 5, 6], {
    filters: 12,
    kernelSize: 3,
    groups: 3,
    useBias: false,
    activation: 'elu',
  }),
  layerCase('depthwiseConv2d', [6, 5, 4], { kernelSize: 3, depthMultiplier: 2, padding: 'same' }),
  layerCase('depthwiseConv2d', [6, 5, 3], { kernelSize: 3, depthMultiplier: 3, useBias: false }),
  layerCase('depthwiseConv2d', [9, 8, 3], {
    kernelSize: 3,
    depthMultiplier: 2,
    dilationRate: 2,
    padding: 'same',
  }),
  layerCase('depthwiseConv2d', [6, 5, 4], { kernelSize: 3, activation: 'relu6' }),
  layerCase('separableConv2d', [6, 5, 3], { filters: 4, kernelSize: 3, depthMultiplier: 2, padding: 'same' }),
  layerCase('separableConv2d', [6, 5, 3], { filters: 4, kernelSize: 3, useBias: false, activation: 'tanh' }),
];

const poolings = (['maxPooling2d', 'averagePooling2d'] as const).flatMap((type) => [
  layerCase(type, [6, 4, 3], {}),
  layerCase(type, [7, 5, 3], {}),
  layerCase(type, [7, 5, 3], { padding: 'same' }),
  layerCase(type, [7, 5, 3], { poolSize: 3, strides: 2, padding: 'same' }),
  layerCase(type, [8, 6, 2], { poolSize: 3, strides: 2, padding: 'same' }),
  layerCase(type, [7, 6, 5], { poolSize: [2, 3], strides: [1, 2] }),
  layerCase(type, [7, 6, 5], { poolSize: [3, 1], strides: 1, padding: 'same' }),
  layerCase(type, [9, 7, 8], { poolSize: 5, strides: 2 }),
]);

const activations = ACTIVATIONS.flatMap((activation) => [
  layerCase('activation', [11], { activation }),
  layerCase('activation', [3, 2, 5], { activation }),
  layerCase('dense', [7], { units: 6, activation }),
  layerCase('conv2d', [4, 3, 2], { filters: 5, kernelSize: 2, activation }),
]);

const others = [
  layerCase('dense', [1], { units: 1 }),
  layerCase('dense', [33], { units: 17, useBias: false }),
  layerCase('globalMaxPooling2d', [5, 4, 3], {}),
  layerCase('globalAveragePooling2d', [5, 4, 3], {}),
  layerCase('globalAveragePooling2d', [5, 4, 7], { keepDims: true }),
  layerCase('globalMaxPooling2d', [5, 4, 7], { keepDims: true }),
  layerCase('batchNormalization', [5, 4, 3], {}),
  layerCase('batchNormalization', [5, 4, 3], { scale: false, epsilon: 0.1 }),
  layerCase('batchNormalization', [5, 4, 3], { center: false, axis: 3 }),
  layerCase('batchNormalization', [9], { scale: false, center: false, momentum: 0.9, axis: -1 }),
  layerCase('reLU', [5, 4, 3], {}),
  layerCase('reLU', [5, 4, 3], { maxValue: 6, negativeSlope: 0, threshold: 0 }),
  layerCase('reLU', [9], { negativeSlope: 0.2, maxValue: null }),
  layerCase('leakyReLU', [5, 4, 3], {}),
  layerCase('leakyReLU', [9], { alpha: 0.01 }),
  layerCase('prelu', [5, 4, 3], { sharedAxes: [1, 2] }),
  layerCase('prelu', [9], {}),
  layerCase('dropout', [5, 4, 3], { rate: 0.5 }),
  layerCase('flatten', [5, 4, 3], {}),
  layerCase('flatten', [5], {}),
  layerCase('reshape', [5, 4, 3], { targetShape: [10, 2, 3] }),
  layerCase('reshape', [5, 4, 3], { targetShape: [6, -1] }),
  layerCase('reshape', [12], { targetShape: [2, 2, 3] }),
  layerCase('reshape', [12], { targetShape: [12] }),
  layerCase('permute', [5, 4, 3], { dims: [3, 1, 2] }),
  layerCase('permute', [5, 4, 3], { dims: [2, 1, 3] }),
  layerCase('permute', [5, 4, 3], { dims: [3, 2, 1] }),
  layerCase('permute', [5, 4, 3], { dims: [1, 2, 3] }),
  layerCase('permute', [5, 4], { dims: [2, 1] }),
  layerCase('add', [5, 4, 3], {}, [[5, 4, 3]]),
  layerCase('add', [7], {}, [[7], [7]]),
  layerCase('subtract', [5, 4, 3], {}, [[5, 4, 3]]),
  layerCase('multiply', [5, 4, 3], {}, [[5, 4, 3]]),
  layerCase('multiply', [7], {}, [[7], [7]]),
  layerCase('multiply', [5, 4, 3], {}, [[3]]),
  layerCase('multiply', [5, 4, 8], {}, [[1, 1, 8]]),
  layerCase('multiply', [5, 4, 3], {}, [[3], [5, 4, 3]]),
  layerCase('maximum', [5, 4, 3], {}, [
    [5, 4, 3],
    [5, 4, 3],
  ]),
  layerCase('concatenate', [5, 4, 3], {}, [[5, 4, 2]]),
  layerCase('concatenate', [5, 4, 3], { axis: 3 }, [
    [5, 4, 2],
    [5, 4, 8],
  ]),
  layerCase('concatenate', [7], {}, [[2]]),
  layerCase('zeroPadding2d', [3, 2, 4], {}),
  layerCase('zeroPadding2d', [3, 2, 4], { padding: 0 }),
  layerCase('zeroPadding2d', [3, 2, 4], { padding: [2, 1] }),
  layerCase('zeroPadding2d', [3, 2, 4], {
    padding: [
      [0, 1],
      [2, 3],
    ],
  }),
  layerCase('channelPadding', [3, 2, 5], { channels: 3 }),
  layerCase('channelPadding', [5], { channels: 2 }),
  layerCase('upSampling2d', [3, 2, 5], {}),
  layerCase('upSampling2d', [3, 2, 5], { size: [1, 3] }),
];

/** Options that Keras and tfjs-layers write and that change nothing about what a network gives. */
const keras = [
  layerCase('conv2d', [5, 4, 2], {
    name: 'conv',
    trainable: false,
    dtype: 'float32',
    dataFormat: 'channelsLast',
    filters: 3,
    kernelSize: [3, 3],
    strides: [1, 1],
    padding: 'valid',
    dilationRate: [1, 1],
    activation: 'linear',
    useBias: true,
    kernelInitializer: { className: 'GlorotUniform', config: { seed: null } },
    biasInitializer: 'zeros',
    kernelRegularizer: { className: 'L2', config: { l2: 0.01 } },
    biasRegularizer: null,
    activityRegularizer: null,
    kernelConstraint: null,
    biasConstraint: null,
  }),
  layerCase('batchNormalization', [5, 4, 2], {
    axis: -1,
    momentum: 0.99,
    epsilon: 0.001,
    center: true,
    scale: true,
    betaInitializer: 'zeros',
    gammaInitializer: 'ones',
    movingMeanInitializer: 'zeros',
    movingVarianceInitializer: 'ones',
    betaRegularizer: null,
    gammaRegularizer: null,
    betaConstraint: null,
    gammaConstraint: null,
  }),
  layerCase('dropout', [5], { rate: 0.5, seed: null, noiseShape: null }),
];

const layer = (name: string, type: string, config: Config = {}, inputs?: readonly string[]): LayerNode =>
  inputs === undefined ? { name, type, config } : { name, type, config, inputs };

/** A residual block with squeeze-and-excitation: He et al. 2016, arXiv:1512.03385; Hu et al. 2017, arXiv:1709.01507. */
export const SQUEEZE_AND_EXCITE: NetworkCase = {
  name: 'a residual network with squeeze-and-excitation',
  graph: {
    inputs: { input: [12, 10, 1] },
    layers: [
      layer('stem', 'conv2d', { filters: 8, kernelSize: 3, padding: 'same', useBias: false }),
      layer('stem_bn', 'batchNormalization'),
      layer('stem_relu', 'activation', { activation: 'relu' }),
      layer('conv', 'conv2d', { filters: 8, kernelSize: 3, padding: 'same', useBias: false }),
      layer('bn', 'batchNormalization'),
      layer('squeeze', 'globalAveragePooling2d'),
      layer('reduce', 'dense', { units: 4, activation: 'relu' }),
      layer('excite', 'dense', { units: 8, activation: 'sigmoid' }),
      layer('scale', 'multiply', {}, ['bn', 'excite']),
      layer('sum', 'add', {}, ['scale', 'stem_relu']),
      layer('relu', 'activation', { activation: 'relu' }),
      layer('average', 'globalAveragePooling2d'),
      layer('logits', 'dense', { units: 3 }),
      layer('softmax', 'activation', { activation: 'softmax' }),
    ],
  },
};

/** One output from the middle, one from the end, as a detector has them, of a picture in colour. */
export const TWO_OUTPUTS: NetworkCase = {
  name: 'a network of two outputs on a picture in colour',
  graph: {
    inputs: { input: [10, 8, 3] },
    layers: [
      layer('conv', 'conv2d', { filters: 6, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' }),
      layer('boxes_conv', 'conv2d', { filters: 4, kernelSize: 3, padding: 'same' }),
      layer('boxes', 'reshape', { targetShape: [-1, 4] }),
      layer('down', 'depthwiseConv2d', { kernelSize: 3, strides: 2, padding: 'same' }, ['conv']),
      layer('wide', 'channelPadding', { channels: 2 }),
      layer('unread', 'conv2d', { filters: 9, kernelSize: 2 }),
      layer('scores_conv', 'conv2d', { filters: 1, kernelSize: 1, activation: 'sigmoid' }, ['wide']),
      layer('scores', 'flatten'),
    ],
    outputs: ['scores', 'boxes'],
  },
};

/** Outputs that are read on, an output that another one is only a new shape of, and an input that is an output. */
export const SHARED_VALUES: NetworkCase = {
  name: 'outputs that share values',
  graph: {
    inputs: { left: [4, 3, 2], right: [4, 3, 2] },
    layers: [
      layer('sum', 'add', {}, ['left', 'right']),
      layer('relu', 'activation', { activation: 'relu' }),
      layer('flat', 'flatten'),
      layer('twice', 'add', {}, ['relu', 'relu']),
    ],
    outputs: ['relu', 'twice', 'flat'],
  },
};

const networks: readonly NetworkCase[] = [SQUEEZE_AND_EXCITE, TWO_OUTPUTS, SHARED_VALUES];

/** What every runtime must compute alike: each type of layer with each of its options, and some networks. */
export const LAYER_CASES: readonly NetworkCase[] = [
  ...convolutions,
  ...convolutionOptions,
  ...poolings,
  ...activations,
  ...others,
  ...keras,
  ...networks,
];
