import type { InputSpec, LayerNode, ModelGraph } from '@fer/core';
import { traceGraph, weightSpecs } from '@fer/model';

export type Padding = 'valid' | 'same';

/** `[height, width, channels]` of a feature map or `[units]` of a vector. */
type Shape = readonly number[];

interface Costs {
  /** The layer it comes from; a separable convolution is two operations. */
  readonly layer: string;
  readonly input: Shape;
  readonly output: Shape;
  /** Of one image: a multiply and an add are two, a comparison is one. Of a direct convolution, whatever runs. */
  readonly flops: number;
  /** How many float32 weights it reads. */
  readonly weights: number;
}

/** What a layer computes, with what it costs. Shapes are of one image, NHWC. */
export type Operation = Costs &
  (
    | {
        readonly type: 'conv2d' | 'depthwise' | 'maxPool' | 'averagePool';
        /** `[height, width]` */
        readonly window: readonly [number, number];
        readonly strides: readonly [number, number];
        readonly padding: Padding;
        readonly activation: string;
      }
    | { readonly type: 'dense'; readonly activation: string }
    | { readonly type: 'globalAverage' | 'batchNorm' | 'add' | 'activation' }
  );

/** All that a network computes, in order. Dropout and flatten compute nothing. */
export function operationsOf(graph: ModelGraph, input: InputSpec): Operation[] {
  const weightCounts = new Map<string, number>();
  for (const { name, shape } of weightSpecs(graph, input)) {
    const layer = name.slice(0, name.lastIndexOf('/'));
    weightCounts.set(layer, (weightCounts.get(layer) ?? 0) + size(shape));
  }
  return traceGraph(graph, input).flatMap(({ node, inputs, output }) =>
    operationsOfLayer(node, inputs[0]!, output, weightCounts.get(node.name) ?? 0),
  );
}

function operationsOfLayer(node: LayerNode, input: Shape, output: Shape, weights: number): Operation[] {
  const { type, config, name: layer } = node;
  const activation = typeof config.activation === 'string' ? config.activation : 'linear';
  const costs = (flops: number): Costs => ({ layer, input, output, flops, weights });
  const sliding = (window: readonly [number, number], standardStrides: readonly [number, number]) => ({
    window,
    strides: pair(config.strides, standardStrides),
    padding: (config.padding ?? 'valid') as Padding,
    activation,
  });
  const channels = input.at(-1)!;

  switch (type) {
    case 'conv2d': {
      const window = pair(config.kernelSize, [1, 1]);
      const flops = 2 * size(window) * channels * size(output);
      return [{ type: 'conv2d', ...sliding(window, [1, 1]), ...costs(flops) }];
    }
    case 'depthwiseConv2d': {
      const window = pair(config.kernelSize, [1, 1]);
      return [{ type: 'depthwise', ...sliding(window, [1, 1]), ...costs(2 * size(window) * size(output)) }];
    }
    case 'separableConv2d':
      return separable(node, input, output, weights);
    case 'maxPooling2d':
    case 'averagePooling2d': {
      const window = pair(config.poolSize, [2, 2]);
      const pooling = type === 'maxPooling2d' ? 'maxPool' : 'averagePool';
      return [{ type: pooling, ...sliding(window, window), ...costs(size(window) * size(output)) }];
    }
    case 'dense':
      return [{ type: 'dense', activation, ...costs(2 * channels * size(output)) }];
    case 'globalAveragePooling2d':
      return [{ type: 'globalAverage', ...costs(size(input)) }];
    case 'batchNormalization':
      return [{ type: 'batchNorm', ...costs(2 * size(output)) }];
    case 'add':
    case 'activation':
      return [{ type, ...costs(size(output)) }];
    case 'dropout':
    case 'flatten':
      return [];
    default:
      throw new Error(`The costs of a layer of type '${type}' are not known here.`);
  }
}

function separable({ name, config }: LayerNode, input: Shape, output: Shape, weights: number): Operation[] {
  const window = pair(config.kernelSize, [1, 1]);
  const strides = pair(config.strides, [1, 1]);
  const padding = (config.padding ?? 'valid') as Padding;
  const channels = input.at(-1)!;
  const middle = [output[0]!, output[1]!, channels];
  const depthwiseWeights = size(window) * channels;
  const depthwise: Operation = {
    type: 'depthwise',
    layer: `${name} depthwise`,
    window,
    strides,
    padding,
    activation: 'linear',
    input,
    output: middle,
    flops: 2 * size(window) * size(middle),
    weights: depthwiseWeights,
  };
  const pointwise: Operation = {
    type: 'conv2d',
    layer: `${name} pointwise`,
    window: [1, 1],
    strides: [1, 1],
    padding: 'valid',
    activation: 'linear',
    input: middle,
    output,
    flops: 2 * channels * size(output),
    weights: weights - depthwiseWeights,
  };
  return [depthwise, pointwise];
}

/** How many numbers a shape has. */
export function size(shape: Shape): number {
  return shape.reduce((product, n) => product * n, 1);
}

function pair(value: unknown, standard: readonly [number, number]): readonly [number, number] {
  if (Array.isArray(value)) return value as [number, number];
  return typeof value === 'number' ? [value, value] : standard;
}
