import { type InputSpec, type ModelGraph, sizeOf as size } from '@fer/core';
import { type ResolvedLayer, type ResolvedLayerOf, resolveGraph, type Window } from '@fer/graph';

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
  return resolveGraph(graph, input).layers.flatMap(operationsOfLayer);
}

function operationsOfLayer(layer: ResolvedLayer): Operation[] {
  const { name, inputShapes, outputShape: output } = layer;
  const input = inputShapes[0]!;
  const weights = layer.weights.reduce((sum, { shape }) => sum + size(shape), 0);
  const costs = (flops: number): Costs => ({ layer: name, input, output, flops, weights });
  const channels = input.at(-1)!;

  switch (layer.type) {
    case 'conv2d': {
      const flops = (2 * size(layer.window.size) * channels * size(output)) / layer.groups;
      return [{ type: 'conv2d', ...sliding(layer.window, layer.activation), ...costs(flops) }];
    }
    case 'depthwiseConv2d': {
      const flops = 2 * size(layer.window.size) * size(output);
      return [{ type: 'depthwise', ...sliding(layer.window, layer.activation), ...costs(flops) }];
    }
    case 'separableConv2d':
      return separable(layer);
    case 'maxPooling2d':
    case 'averagePooling2d': {
      const type = layer.type === 'maxPooling2d' ? 'maxPool' : 'averagePool';
      return [{ type, ...sliding(layer.window, 'linear'), ...costs(size(layer.window.size) * size(output)) }];
    }
    case 'dense':
      return [{ type: 'dense', activation: layer.activation, ...costs(2 * channels * size(output)) }];
    case 'globalAveragePooling2d':
      return [{ type: 'globalAverage', ...costs(size(input)) }];
    case 'batchNormalization':
      return [{ type: 'batchNorm', ...costs(2 * size(output)) }];
    case 'add':
    case 'activation':
      return [{ type: layer.type, ...costs(size(output)) }];
    case 'dropout':
    case 'flatten':
      return [];
    default:
      throw new Error(`The costs of a layer of type '${layer.type}' are not known here.`);
  }
}

function sliding({ size: window, strides, padding }: Window, activation: string) {
  return { window, strides, padding, activation };
}

function separable(layer: ResolvedLayerOf<'separableConv2d'>): Operation[] {
  const { name, window, activation, inputShapes, outputShape: output } = layer;
  const input = inputShapes[0]!;
  const channels = input.at(-1)!;
  const middle = [output[0]!, output[1]!, channels];
  const [depthwiseWeights, ...others] = layer.weights.map(({ shape }) => size(shape));
  const depthwise: Operation = {
    type: 'depthwise',
    layer: `${name} depthwise`,
    ...sliding(window, 'linear'),
    input,
    output: middle,
    flops: 2 * size(window.size) * size(middle),
    weights: depthwiseWeights!,
  };
  const pointwise: Operation = {
    type: 'conv2d',
    layer: `${name} pointwise`,
    window: [1, 1],
    strides: [1, 1],
    padding: 'valid',
    activation,
    input: middle,
    output,
    flops: 2 * channels * size(output),
    weights: others.reduce((sum, count) => sum + count, 0),
  };
  return [depthwise, pointwise];
}
