import { type LayerWithWeights, layer, modelOf, SOFTMAX } from './random-model.ts';

const vectors =
  (...names: string[]) =>
  (size: number) =>
    Object.fromEntries(names.map((name) => [name, [size]]));
const normWeights = vectors('gamma', 'beta', 'moving_mean', 'moving_variance');

/** A network with every type of layer, and ops that stay by themselves besides those that are fused. */
export const EVERY_LAYER: readonly LayerWithWeights[] = [
  layer('pad', 'zeroPadding2d', { padding: [1, 2] }),
  layer('conv', 'conv2d', { filters: 6, kernelSize: 3 }, { kernel: [3, 3, 1, 6], bias: [6] }),
  layer('bn', 'batchNormalization', { epsilon: 0.01 }, normWeights(6)),
  layer('relu', 'activation', { activation: 'relu' }),
  layer(
    'depthwise',
    'depthwiseConv2d',
    { kernelSize: [3, 2], padding: 'same', depthMultiplier: 2, activation: 'relu6' },
    { depthwise_kernel: [3, 2, 6, 2], bias: [12] },
  ),
  layer(
    'separable',
    'separableConv2d',
    { filters: 6, kernelSize: 3, padding: 'same', useBias: false, activation: 'tanh' },
    { depthwise_kernel: [3, 3, 12, 1], pointwise_kernel: [1, 1, 12, 6] },
  ),
  layer('norm', 'batchNormalization', { scale: false }, vectors('beta', 'moving_mean', 'moving_variance')(6)),
  layer('sum', 'add', {}, {}, ['norm', 'relu']),
  layer('residual', 'conv2d', { filters: 6, kernelSize: 1 }, { kernel: [1, 1, 6, 6], bias: [6] }),
  layer('shortcut', 'add', {}, {}, ['sum', 'residual']),
  layer('elu', 'activation', { activation: 'elu' }),
  layer('max', 'maxPooling2d', { poolSize: 3, strides: 2, padding: 'same' }),
  layer('frame', 'zeroPadding2d'),
  layer('average', 'averagePooling2d', { poolSize: 2, strides: 1, padding: 'same' }),
  layer('sigmoid', 'activation', { activation: 'sigmoid' }),
  layer('globalMax', 'globalMaxPooling2d', {}, {}, ['sigmoid']),
  layer('globalAverage', 'globalAveragePooling2d', {}, {}, ['average']),
  layer('both', 'add', {}, {}, ['globalMax', 'globalAverage']),
  layer('dense1', 'dense', { units: 20, activation: 'softplus' }, { kernel: [6, 20], bias: [20] }),
  layer('dropout', 'dropout', { rate: 0.5 }),
  layer('flatten', 'flatten'),
  layer('logits', 'dense', { units: 5 }, { kernel: [20, 5], bias: [5] }),
  SOFTMAX,
];

export const everyLayerModel = () => modelOf(EVERY_LAYER, { height: 13, width: 11, labels: 5 });
