import type { LayerType } from '@fer/core';
import type { LayerBuilder, Value } from './graph-builder.ts';
import { type WindowSize, windowGeometry } from './window-geometry.ts';

/** How each kind of layer becomes ops. What a layer gives may be an input of it, where it computes nothing. */
export const LAYERS: { readonly [Type in LayerType]: (layer: LayerBuilder) => Value } = {
  conv2d(layer) {
    const [, , channels] = layer.map;
    const filters = layer.options.count('filters');
    const window = convolutionWindow(layer);
    const geometry = windowGeometry(layer.options, layer.map, filters, window);
    const filter = layer.weight('kernel', [...window.size, channels, filters]);
    const bias = biasOf(layer, filters);
    const shape = [geometry.outHeight, geometry.outWidth, filters];
    return layer.activate(layer.emit({ type: 'conv2d', geometry, filter, bias, activation: 'none' }, shape));
  },

  depthwiseConv2d(layer) {
    const [, , channels] = layer.map;
    const multiplier = layer.options.count('depthMultiplier', 1);
    const window = convolutionWindow(layer);
    // tfjs-layers 4.22 leaves the option out when it computes.
    if (window.dilation.some((rate) => rate !== 1)) throw layer.options.unsupported('is dilated');
    const geometry = windowGeometry(layer.options, layer.map, channels * multiplier, window);
    const filter = layer.weight('depthwise_kernel', [...window.size, channels, multiplier]);
    const bias = biasOf(layer, channels * multiplier);
    const shape = [geometry.outHeight, geometry.outWidth, channels * multiplier];
    return layer.activate(
      layer.emit({ type: 'depthwiseConv2d', geometry, filter, bias, activation: 'none' }, shape),
    );
  },

  separableConv2d(layer) {
    const [, , channels] = layer.map;
    const multiplier = layer.options.count('depthMultiplier', 1);
    const filters = layer.options.count('filters');
    const middle = channels * multiplier;
    const window = convolutionWindow(layer);
    const geometry = windowGeometry(layer.options, layer.map, middle, window);
    const map = [geometry.outHeight, geometry.outWidth] as const;
    const depthwise = layer.emit(
      {
        type: 'depthwiseConv2d',
        geometry,
        filter: layer.weight('depthwise_kernel', [...window.size, channels, multiplier]),
        bias: null,
        activation: 'none',
      },
      [...map, middle],
    );
    const pointwise = layer.emit(
      {
        type: 'conv2d',
        geometry: pointwiseGeometry(map, middle, filters),
        filter: layer.weight('pointwise_kernel', [1, 1, middle, filters]),
        bias: biasOf(layer, filters),
        activation: 'none',
      },
      [...map, filters],
      [depthwise],
    );
    return layer.activate(pointwise);
  },

  dense(layer) {
    const [length, ...more] = layer.input.shape;
    if (more.length > 0) {
      throw layer.options.invalid(`needs a vector, but got [${layer.input.shape}]; put a flatten before it`);
    }
    const units = layer.options.count('units');
    const filter = layer.weight('kernel', [length!, units]);
    const bias = biasOf(layer, units);
    const draft = { type: 'dense', length: length!, units, filter, bias, activation: 'none' } as const;
    return layer.activate(layer.emit(draft, [units]));
  },

  maxPooling2d: (layer) => pool(layer, 'maxPool'),
  averagePooling2d: (layer) => pool(layer, 'averagePool'),
  globalMaxPooling2d: (layer) => globalPool(layer, 'globalMaxPool'),
  globalAveragePooling2d: (layer) => globalPool(layer, 'globalAveragePool'),

  batchNormalization(layer) {
    const { options, input } = layer;
    const rank = input.shape.length;
    options.choice('axis', [-1, rank], -1);
    options.ignore('momentum');
    const channels = input.shape[rank - 1]!;
    const epsilon = options.number('epsilon', 1e-3);
    const gamma = options.flag('scale', true) ? layer.weight('gamma', [channels]) : undefined;
    const beta = options.flag('center', true) ? layer.weight('beta', [channels]) : undefined;
    const mean = layer.weight('moving_mean', [channels]);
    const variance = layer.weight('moving_variance', [channels]);
    // Ioffe and Szegedy 2015, algorithm 2: γ (x - μ) / √(σ² + ε) + β.
    const scale = variance.map((value, channel) => (gamma?.[channel] ?? 1) / Math.sqrt(value + epsilon));
    const shift = mean.map((value, channel) => (beta?.[channel] ?? 0) - value * scale[channel]!);
    const pixels = input.shape.slice(0, -1).reduce((product, size) => product * size, 1);
    return layer.emit(
      { type: 'scaleShift', pixels, channels, scale, shift, activation: 'none' },
      input.shape,
    );
  },

  activation: (layer) => layer.activate(layer.input),

  add(layer) {
    const [first, ...others] = layer.inputs;
    if (first === undefined) throw layer.options.invalid('needs something to add');
    const length = first.shape.reduce((product, size) => product * size, 1);
    return others.reduce((sum, other) => {
      if (other.shape.join() !== first.shape.join()) {
        throw layer.options.invalid(`adds [${first.shape}] and [${other.shape}]; shapes must be equal`);
      }
      return layer.emit({ type: 'add', length, activation: 'none' }, first.shape, [sum, other]);
    }, first);
  },

  zeroPadding2d(layer) {
    const [inHeight, inWidth, channels] = layer.map;
    assertChannelsLast(layer);
    const [vertical, horizontal] = layer.options.pair('padding', 1, 0);
    if (vertical === 0 && horizontal === 0) return layer.input;
    const shape = [inHeight + 2 * vertical, inWidth + 2 * horizontal, channels];
    const frame = { top: vertical, bottom: vertical, left: horizontal, right: horizontal };
    return layer.emit({ type: 'pad', inHeight, inWidth, channels, ...frame }, shape);
  },

  dropout(layer) {
    layer.options.ignore('rate');
    return layer.input;
  },

  flatten(layer) {
    assertChannelsLast(layer);
    return { id: layer.input.id, shape: [layer.input.shape.reduce((product, size) => product * size, 1)] };
  },
};

function pool(layer: LayerBuilder, type: 'maxPool' | 'averagePool'): Value {
  const [, , channels] = layer.map;
  assertChannelsLast(layer);
  const size = layer.options.pair('poolSize', 2);
  const strides = layer.options.pair('strides', size);
  const geometry = windowGeometry(layer.options, layer.map, channels, { size, strides, dilation: [1, 1] });
  return layer.emit({ type, geometry }, [geometry.outHeight, geometry.outWidth, channels]);
}

function globalPool(layer: LayerBuilder, type: 'globalMaxPool' | 'globalAveragePool'): Value {
  const [height, width, channels] = layer.map;
  assertChannelsLast(layer);
  return layer.emit({ type, pixels: height * width, channels }, [channels]);
}

function convolutionWindow(layer: LayerBuilder): WindowSize {
  assertChannelsLast(layer);
  return {
    size: layer.options.pair('kernelSize', 1),
    strides: layer.options.pair('strides', 1),
    dilation: layer.options.pair('dilationRate', 1),
  };
}

function biasOf(layer: LayerBuilder, length: number): Float32Array | null {
  return layer.options.flag('useBias', true) ? layer.weight('bias', [length]) : null;
}

function assertChannelsLast(layer: LayerBuilder): void {
  layer.options.choice('dataFormat', ['channelsLast'], 'channelsLast');
}

function pointwiseGeometry([height, width]: readonly [number, number], channels: number, filters: number) {
  return {
    inHeight: height,
    inWidth: width,
    inChannels: channels,
    outHeight: height,
    outWidth: width,
    outChannels: filters,
    filterHeight: 1,
    filterWidth: 1,
    strideHeight: 1,
    strideWidth: 1,
    dilationHeight: 1,
    dilationWidth: 1,
    padTop: 0,
    padLeft: 0,
  };
}
