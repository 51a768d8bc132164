import { FerError, sizeOf } from '@fer/core';
import {
  isPerChannel,
  type LayerType,
  type MapShape,
  type ResolvedLayer,
  type ResolvedLayerOf,
} from '@fer/graph';
import { MOST_AXES } from '../../steps/strided-copy.ts';
import type { PlanBuilder } from './plan-builder.ts';
import { planWindow, pointwiseWindow } from './plan-window.ts';

/** How a layer becomes ops: it is handed the values that it reads and gives its own, which may be one of them. */
type Lower<Type extends LayerType> = (
  plan: PlanBuilder,
  layer: ResolvedLayerOf<Type>,
  inputs: readonly number[],
) => number;

/**
 * Turns one layer into ops.
 *
 * @returns the value that it gives
 * @throws FerError `FER_WEIGHTS_MISMATCH`; `FER_GRAPH_UNSUPPORTED` for what plans have not
 */
export function lowerLayer(plan: PlanBuilder, layer: ResolvedLayer, inputs: readonly number[]): number {
  return (LOWER[layer.type] as Lower<LayerType>)(plan, layer, inputs);
}

const LOWER: { readonly [Type in LayerType]: Lower<Type> } = {
  conv2d: (plan, layer, inputs) =>
    plan.activate(
      layer,
      layer.activation,
      layer.groups === 1 ? convolution(plan, layer, inputs[0]!) : groupedConvolution(plan, layer, inputs[0]!),
    ),

  depthwiseConv2d(plan, layer, [x]) {
    const sums = depthwise(plan, layer, x!, plan.weight(layer, 'bias') ?? null);
    return plan.activate(layer, layer.activation, sums);
  },

  separableConv2d(plan, layer, [x]) {
    const { window, filters, multiplier } = layer;
    const draft = {
      type: 'conv2d',
      geometry: pointwiseWindow(window.output, channelsOf(layer) * multiplier, filters),
      filter: plan.weight(layer, 'pointwise_kernel')!,
      bias: plan.weight(layer, 'bias') ?? null,
      activation: 'none',
    } as const;
    return plan.activate(
      layer,
      layer.activation,
      plan.emit(layer, draft, [depthwise(plan, layer, x!, null)]),
    );
  },

  dense(plan, layer, [x]) {
    const draft = {
      type: 'dense',
      length: channelsOf(layer),
      units: layer.units,
      filter: plan.weight(layer, 'kernel')!,
      bias: plan.weight(layer, 'bias') ?? null,
      activation: 'none',
    } as const;
    return plan.activate(layer, layer.activation, plan.emit(layer, draft, [x!]));
  },

  maxPooling2d: (plan, layer, inputs) =>
    plan.emit(layer, { type: 'maxPool', geometry: windowOf(layer, channelsOf(layer)) }, inputs),
  averagePooling2d: (plan, layer, inputs) =>
    plan.emit(layer, { type: 'averagePool', geometry: windowOf(layer, channelsOf(layer)) }, inputs),
  globalMaxPooling2d: (plan, layer, inputs) =>
    plan.emit(layer, { type: 'globalMaxPool', ...pixelsOf(layer) }, inputs),
  globalAveragePooling2d: (plan, layer, inputs) =>
    plan.emit(layer, { type: 'globalAveragePool', ...pixelsOf(layer) }, inputs),

  batchNormalization(plan, layer, inputs) {
    const [gamma, beta] = [plan.weight(layer, 'gamma'), plan.weight(layer, 'beta')];
    const [mean, variance] = [plan.weight(layer, 'moving_mean')!, plan.weight(layer, 'moving_variance')!];
    // Ioffe and Szegedy 2015, algorithm 2: γ (x - μ) / √(σ² + ε) + β.
    const scale = variance.map((value, c) => (gamma?.[c] ?? 1) / Math.sqrt(value + layer.epsilon));
    const shift = mean.map((value, c) => (beta?.[c] ?? 0) - value * scale[c]!);
    return plan.emit(
      layer,
      { type: 'scaleShift', ...pixelsOf(layer), scale, shift, activation: 'none' },
      inputs,
    );
  },

  activation: (plan, layer, [x]) => plan.activate(layer, layer.activation, x!),
  leakyReLU(plan, layer, inputs) {
    const alphas = new Float32Array(channelsOf(layer)).fill(layer.alpha);
    return plan.emit(layer, { type: 'prelu', ...pixelsOf(layer), alphas }, inputs);
  },
  prelu: (plan, layer, inputs) =>
    plan.emit(layer, { type: 'prelu', ...pixelsOf(layer), alphas: plan.weight(layer, 'alpha')! }, inputs),

  dropout: (_plan, _layer, [x]) => x!,
  flatten: (_plan, _layer, [x]) => x!,
  reshape: (_plan, _layer, [x]) => x!,
  permute(plan, layer, [x]) {
    const { dims } = layer;
    if (dims.every((axis, index) => axis === index + 1)) return x!;
    if (dims.length > MOST_AXES) {
      throw new FerError(
        'FER_GRAPH_UNSUPPORTED',
        `Layer '${layer.name}' (permute) turns ${dims.length} axes, and a plan knows ${MOST_AXES}. Such a network runs on tfjs.`,
        { details: { layer: layer.name, type: layer.type } },
      );
    }
    const order = dims.map((axis) => axis - 1);
    return plan.emit(layer, { type: 'permute', sizes: [...layer.inputShapes[0]!], order }, [x!]);
  },

  add: (plan, layer, inputs) =>
    pairwise(inputs, (x, y) =>
      plan.emit(layer, { type: 'add', ...lengthOf(layer), activation: 'none' }, [x, y]),
    ),
  subtract: (plan, layer, inputs) => plan.emit(layer, { type: 'subtract', ...lengthOf(layer) }, inputs),
  multiply: (plan, layer, inputs) =>
    pairwise(inputs, (x, y, index) =>
      layer.inputShapes[index]!.join() !== layer.outputShape.join() &&
      isPerChannel(layer.inputShapes[index]!, layer.outputShape)
        ? plan.emit(layer, { type: 'scaleChannels', ...pixelsOf(layer) }, [x, y])
        : plan.emit(layer, { type: 'multiply', ...lengthOf(layer) }, [x, y]),
    ),
  maximum: (plan, layer, inputs) =>
    pairwise(inputs, (x, y) => plan.emit(layer, { type: 'maximum', ...lengthOf(layer) }, [x, y])),
  concatenate(plan, layer, inputs) {
    const channels = layer.inputShapes.map((shape) => shape.at(-1)!);
    return plan.emit(layer, { type: 'concatenate', pixels: pixelsOf(layer).pixels, channels }, inputs);
  },

  zeroPadding2d(plan, layer, [x]) {
    const { top, bottom, left, right } = layer.pads;
    if (top + bottom + left + right === 0) return x!;
    const [inHeight, inWidth, channels] = mapOf(layer);
    return plan.emit(layer, { type: 'pad', inHeight, inWidth, channels, top, bottom, left, right }, [x!]);
  },
  channelPadding(plan, layer, inputs) {
    // A map of one channel, a row for each pixel.
    const { pixels, channels } = pixelsOf(layer);
    const sides = { top: 0, bottom: 0, left: 0, right: layer.channels };
    return plan.emit(
      layer,
      { type: 'pad', inHeight: pixels, inWidth: channels, channels: 1, ...sides },
      inputs,
    );
  },
  upSampling2d(plan, layer, inputs) {
    const [inHeight, inWidth, channels] = mapOf(layer);
    const [rows, columns] = layer.size;
    return plan.emit(layer, { type: 'upSample', inHeight, inWidth, channels, rows, columns }, inputs);
  },
};

function convolution(plan: PlanBuilder, layer: ResolvedLayerOf<'conv2d'>, x: number): number {
  const draft = {
    type: 'conv2d',
    geometry: windowOf(layer, layer.filters),
    filter: plan.weight(layer, 'kernel')!,
    bias: plan.weight(layer, 'bias') ?? null,
    activation: 'none',
  } as const;
  return plan.emit(layer, draft, [x]);
}

/** A convolution for each group of channels, and what they give side by side. */
function groupedConvolution(plan: PlanBuilder, layer: ResolvedLayerOf<'conv2d'>, x: number): number {
  const { groups, filters, window } = layer;
  const [height, width, channels] = mapOf(layer);
  const [count, ownFilters] = [channels / groups, filters / groups];
  const kernel = plan.weight(layer, 'kernel')!;
  const bias = plan.weight(layer, 'bias');
  const parts = Array.from({ length: groups }, (_, group) => {
    const slice = { type: 'slice', pixels: height * width, channels, first: group * count, count } as const;
    const draft = {
      type: 'conv2d',
      geometry: planWindow(window, [height, width, count], ownFilters),
      filter: kernel.filter((_weight, index) => Math.floor((index % filters) / ownFilters) === group),
      bias: bias?.slice(group * ownFilters, (group + 1) * ownFilters) ?? null,
      activation: 'none',
    } as const;
    return plan.emit(layer, draft, [plan.emit(layer, slice, [x])]);
  });
  const pixels = window.output[0] * window.output[1];
  return plan.emit(layer, { type: 'concatenate', pixels, channels: parts.map(() => ownFilters) }, parts);
}

function depthwise(
  plan: PlanBuilder,
  layer: ResolvedLayerOf<'depthwiseConv2d' | 'separableConv2d'>,
  x: number,
  bias: Float32Array | null,
): number {
  const draft = {
    type: 'depthwiseConv2d',
    geometry: windowOf(layer, channelsOf(layer) * layer.multiplier),
    filter: plan.weight(layer, 'depthwise_kernel')!,
    bias,
    activation: 'none',
  } as const;
  return plan.emit(layer, draft, [x]);
}

/** Goes over all inputs, two at a time; `index` is of the later one. */
function pairwise(inputs: readonly number[], join: (x: number, y: number, index: number) => number): number {
  return inputs.reduce((value, input, index) => (index === 0 ? input : join(value, input, index)));
}

function windowOf(
  layer: Extract<ResolvedLayer, { readonly window: unknown }>,
  outChannels: number,
): ReturnType<typeof planWindow> {
  return planWindow(layer.window, mapOf(layer), outChannels);
}

function mapOf({ inputShapes }: ResolvedLayer): MapShape {
  return inputShapes[0] as unknown as MapShape;
}

function channelsOf({ inputShapes }: ResolvedLayer): number {
  return inputShapes[0]!.at(-1)!;
}

/** Of the first input. */
function pixelsOf(layer: ResolvedLayer): { pixels: number; channels: number } {
  const channels = channelsOf(layer);
  return { pixels: sizeOf(layer.inputShapes[0]!) / channels, channels };
}

function lengthOf({ outputShape }: ResolvedLayer): { length: number } {
  return { length: sizeOf(outputShape) };
}
