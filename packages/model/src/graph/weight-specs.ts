import { FerError, type InputSpec, type LayerNode, type ModelGraph } from '@fer/core';

/** What a tensor does in its layer; decides how it is initialised. */
export type WeightRole =
  | 'kernel'
  | 'depthwiseKernel'
  | 'bias'
  | 'gamma'
  | 'beta'
  | 'movingMean'
  | 'movingVariance';

/** A weight that a graph needs. */
export interface WeightSpec {
  /** `<layer>/<weight>` as tfjs-layers and Keras name it: `conv1/kernel`, `bn1/moving_mean`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: WeightRole;
  /** Moving statistics are updated by batches, not by gradients. */
  readonly trainable: boolean;
  /** Inputs and outputs that meet in one element, for Glorot and He initialisation; 0 where neither is used. */
  readonly fanIn: number;
  readonly fanOut: number;
}

/** `[height, width, channels]` of a feature map or `[units]` of a vector. */
type Shape = readonly number[];

/**
 * The weights of a graph, in order of computation: names, shapes and roles, without any engine.
 *
 * @throws FerError `FER_GRAPH_INVALID` naming the layer, where a graph cannot be computed
 */
export function weightSpecs(graph: ModelGraph, input: InputSpec): WeightSpec[] {
  return traceGraph(graph, input).flatMap(({ node, inputs }) => specsOfLayer(node, inputs[0]!));
}

/** The number of trainable and other parameters, counted as Keras does. */
export function countParameters(graph: ModelGraph, input: InputSpec): { total: number; trainable: number } {
  let total = 0;
  let trainable = 0;
  for (const spec of weightSpecs(graph, input)) {
    const size = spec.shape.reduce((product, n) => product * n, 1);
    total += size;
    if (spec.trainable) trainable += size;
  }
  return { total, trainable };
}

/** Follows the shapes through a graph: each node with the shapes that come in and the one that goes out. */
export function traceGraph(
  graph: ModelGraph,
  input: InputSpec,
): { node: LayerNode; inputs: Shape[]; output: Shape }[] {
  const shapes = new Map<string, Shape>([['input', [input.height, input.width, input.channels]]]);
  let previous = 'input';
  return graph.layers.map((node) => {
    if (shapes.has(node.name)) throw invalid(node, 'has the name of an earlier node; names must be unique');
    const inputs = (node.inputs ?? [previous]).map((name) => {
      const shape = shapes.get(name);
      if (!shape) throw invalid(node, `reads '${name}', which no earlier node is called`);
      return shape;
    });
    const output = outputShape(node, inputs);
    if (output.some((n) => !Number.isInteger(n) || n < 1)) {
      throw invalid(node, `gives a shape of [${output}] from [${inputs[0]}]; every size must be at least 1`);
    }
    shapes.set(node.name, output);
    previous = node.name;
    return { node, inputs, output };
  });
}

function specsOfLayer(node: LayerNode, input: Shape): WeightSpec[] {
  const config = node.config;
  const channels = input[input.length - 1]!;
  const weight = (suffix: string, role: WeightRole, shape: number[], fanIn = 0, fanOut = 0): WeightSpec => ({
    name: `${node.name}/${suffix}`,
    shape,
    role,
    trainable: role !== 'movingMean' && role !== 'movingVariance',
    fanIn,
    fanOut,
  });
  const bias = (size: number) => (config.useBias === false ? [] : [weight('bias', 'bias', [size])]);

  switch (node.type) {
    case 'conv2d': {
      const [kh, kw] = pair(node, 'kernelSize', 1);
      const filters = count(node, 'filters');
      const kernel = weight(
        'kernel',
        'kernel',
        [kh, kw, channels, filters],
        kh * kw * channels,
        kh * kw * filters,
      );
      return [kernel, ...bias(filters)];
    }
    case 'depthwiseConv2d': {
      const [kh, kw] = pair(node, 'kernelSize', 1);
      const multiplier = count(node, 'depthMultiplier', 1);
      const shape = [kh, kw, channels, multiplier];
      const kernel = weight('depthwise_kernel', 'depthwiseKernel', shape, kh * kw, kh * kw * multiplier);
      return [kernel, ...bias(channels * multiplier)];
    }
    case 'separableConv2d': {
      const [kh, kw] = pair(node, 'kernelSize', 1);
      const multiplier = count(node, 'depthMultiplier', 1);
      const filters = count(node, 'filters');
      const middle = channels * multiplier;
      return [
        weight(
          'depthwise_kernel',
          'depthwiseKernel',
          [kh, kw, channels, multiplier],
          kh * kw,
          kh * kw * multiplier,
        ),
        weight('pointwise_kernel', 'kernel', [1, 1, middle, filters], middle, filters),
        ...bias(filters),
      ];
    }
    case 'dense': {
      const units = count(node, 'units');
      return [weight('kernel', 'kernel', [channels, units], channels, units), ...bias(units)];
    }
    case 'batchNormalization':
      return [
        ...(config.scale === false ? [] : [weight('gamma', 'gamma', [channels])]),
        ...(config.center === false ? [] : [weight('beta', 'beta', [channels])]),
        weight('moving_mean', 'movingMean', [channels]),
        weight('moving_variance', 'movingVariance', [channels]),
      ];
    default:
      return [];
  }
}

function outputShape(node: LayerNode, inputs: readonly Shape[]): Shape {
  const input = inputs[0]!;
  const feature = (): [number, number, number] => {
    if (input.length !== 3)
      throw invalid(node, `needs a feature map [height, width, channels], got [${input}]`);
    return input as unknown as [number, number, number];
  };
  const window = (size: [number, number], channels: number): Shape => {
    const [height, width] = feature();
    const [strideY, strideX] = pair(node, 'strides', node.type.includes('Pooling') ? size : 1);
    const [dilationY, dilationX] = pair(node, 'dilationRate', 1);
    const same = node.config.padding === 'same';
    return [
      extent(height, size[0], strideY, dilationY, same),
      extent(width, size[1], strideX, dilationX, same),
      channels,
    ];
  };

  switch (node.type) {
    case 'conv2d':
    case 'separableConv2d':
      return window(pair(node, 'kernelSize', 1), count(node, 'filters'));
    case 'depthwiseConv2d':
      return window(pair(node, 'kernelSize', 1), feature()[2] * count(node, 'depthMultiplier', 1));
    case 'maxPooling2d':
    case 'averagePooling2d':
      return window(pair(node, 'poolSize', 2), feature()[2]);
    case 'globalAveragePooling2d':
    case 'globalMaxPooling2d':
      return [feature()[2]];
    case 'zeroPadding2d': {
      const [height, width, channels] = feature();
      const [vertical, horizontal] = pair(node, 'padding', 1);
      return [height + 2 * vertical, width + 2 * horizontal, channels];
    }
    case 'dense':
      if (input.length !== 1) throw invalid(node, `needs a vector, got [${input}]; put a flatten before it`);
      return [count(node, 'units')];
    case 'flatten':
      return [input.reduce((product, n) => product * n, 1)];
    case 'add':
      for (const other of inputs) {
        if (other.join() !== input.join())
          throw invalid(node, `adds [${input}] and [${other}]; shapes must be equal`);
      }
      return input;
    case 'batchNormalization':
    case 'activation':
    case 'dropout':
      return input;
    default:
      throw invalid(node, `is of type '${node.type satisfies never}', which no engine knows`);
  }
}

/** tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2 */
function extent(size: number, kernel: number, stride: number, dilation: number, same: boolean): number {
  return same ? Math.ceil(size / stride) : Math.ceil((size - (kernel - 1) * dilation) / stride);
}

function count(node: LayerNode, key: string, fallback?: number): number {
  const value = node.config[key] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw invalid(node, `needs '${key}' to be a whole number from 1, got ${JSON.stringify(value)}`);
  }
  return value;
}

function pair(node: LayerNode, key: string, fallback: number | [number, number]): [number, number] {
  const value = node.config[key] ?? fallback;
  if (typeof value === 'number') return [value, value];
  if (Array.isArray(value) && value.length === 2) return [Number(value[0]), Number(value[1])];
  throw invalid(node, `needs '${key}' to be a number or a pair, got ${JSON.stringify(value)}`);
}

function invalid(node: LayerNode, problem: string): FerError {
  return new FerError('FER_GRAPH_INVALID', `Layer '${node.name}' (${node.type}) ${problem}.`, {
    details: { layer: node.name, type: node.type },
  });
}
