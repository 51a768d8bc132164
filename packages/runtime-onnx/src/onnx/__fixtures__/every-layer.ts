import {
  createRandom,
  type LayerNode,
  type LayerType,
  type ModelDefinition,
  type NamedTensor,
} from '@fer/core';
import { weightSpecs } from '@fer/model';

const layer = (
  name: string,
  type: LayerType,
  config: LayerNode['config'] = {},
  inputs?: readonly string[],
): LayerNode => ({ name, type, config, ...(inputs && { inputs }) });

/**
 * Every type of layer, both paddings, unequal strides, dilation, a depth multiplier of 2, on a picture that is higher
 * than wide, so that mixed up axes show.
 */
const LAYERS: readonly LayerNode[] = [
  layer('pad', 'zeroPadding2d', { padding: [2, 1] }),
  layer('conv_same', 'conv2d', {
    filters: 6,
    kernelSize: [3, 5],
    padding: 'same',
    strides: 2,
    activation: 'elu',
  }),
  layer('bn1', 'batchNormalization', { epsilon: 0.01 }),
  layer('relu1', 'activation', { activation: 'relu6' }),
  layer('dilated', 'conv2d', {
    filters: 4,
    kernelSize: 3,
    padding: 'same',
    dilationRate: [2, 1],
    useBias: false,
    activation: 'tanh',
  }),
  layer('depthwise', 'depthwiseConv2d', { kernelSize: [2, 3], depthMultiplier: 2, padding: 'same' }),
  layer('bn2', 'batchNormalization', { scale: false, center: false, momentum: 0.9 }),
  layer('swish', 'activation', { activation: 'swish' }),
  layer('separable', 'separableConv2d', {
    filters: 8,
    kernelSize: 3,
    depthMultiplier: 2,
    padding: 'same',
    activation: 'selu',
  }),
  layer('sum', 'add', {}, ['separable', 'swish', 'bn2']),
  layer('max_same', 'maxPooling2d', { poolSize: 3, strides: [2, 1], padding: 'same' }),
  layer('average_same', 'averagePooling2d', { poolSize: [3, 2], strides: 1, padding: 'same' }),
  layer('depthwise_valid', 'depthwiseConv2d', { kernelSize: 2, useBias: false, activation: 'softsign' }),
  layer('average', 'averagePooling2d', { poolSize: 2, strides: 1 }),
  layer('max', 'maxPooling2d', { poolSize: [1, 2] }),
  layer('dropout', 'dropout', { rate: 0.3 }),
  layer('flatten', 'flatten'),
  layer('dense', 'dense', { units: 8, activation: 'hardSigmoid' }),
  layer('vector_bn', 'batchNormalization'),
  layer('global_average', 'globalAveragePooling2d', {}, ['average']),
  layer('global_max', 'globalMaxPooling2d', {}, ['average']),
  layer('joined', 'add', {}, ['vector_bn', 'global_average', 'global_max']),
  layer('mish', 'activation', { activation: 'mish' }),
  layer('logits', 'dense', { units: 5, useBias: false }),
  layer('softmax', 'activation', { activation: 'softmax' }),
];

const INPUT = { width: 11, height: 14, channels: 1, resize: 'bilinear-antialias', range: [-1, 1] } as const;

/** A network with seeded weights. */
export function modelOf(
  layers: readonly LayerNode[],
  labels: readonly string[],
  input: ModelDefinition['input'] = INPUT,
): ModelDefinition {
  const graph = { layers };
  const tensors = new Map<string, NamedTensor>();
  for (const [index, { name, shape, role, fanIn }] of weightSpecs(graph, input).entries()) {
    const random = createRandom(7, index);
    const isPositive = role === 'movingVariance' || role === 'gamma';
    const limit = fanIn > 0 ? Math.sqrt(3 / fanIn) : 0.3;
    const size = shape.reduce((product, length) => product * length, 1);
    const data = Float32Array.from({ length: size }, () =>
      isPositive ? random.uniform(0.5, 1.5) : random.uniform(-limit, limit),
    );
    tensors.set(name, { shape, data });
  }
  return { graph, input, labels, tensors };
}

export const everyLayer = modelOf(LAYERS, ['a', 'b', 'c', 'd', 'e']);
