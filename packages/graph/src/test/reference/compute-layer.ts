import type { ResolvedLayer } from '../../layers/index.ts';
import { activate } from './activate.ts';
import { convolve, convolveDepthwise, pointwiseWindow } from './convolve.ts';
import { channelPadding, permute, upSample, zeroPad } from './lay-out.ts';
import { globalPool, pool } from './pool.ts';

type Values = readonly number[];

/** What one layer gives, by plain loops in double precision; `weight` gives its tensors by suffix. */
export function computeLayer(
  layer: ResolvedLayer,
  inputs: readonly Values[],
  weight: (suffix: string) => Float32Array | undefined,
): number[] {
  const x = inputs[0]!;
  const shape = layer.inputShapes[0]!;
  const channels = shape.at(-1)!;
  switch (layer.type) {
    case 'conv2d': {
      const { window, filters, groups } = layer;
      const sums = convolve(x, shape, { window, filters, groups }, weight('kernel')!, weight('bias'));
      return activate(layer.activation, sums, filters);
    }
    case 'depthwiseConv2d': {
      const { window, multiplier } = layer;
      const sums = convolveDepthwise(
        x,
        shape,
        window,
        multiplier,
        weight('depthwise_kernel')!,
        weight('bias'),
      );
      return activate(layer.activation, sums, channels * multiplier);
    }
    case 'separableConv2d': {
      const { window, multiplier, filters } = layer;
      const middle = convolveDepthwise(x, shape, window, multiplier, weight('depthwise_kernel')!);
      const middleShape = [...window.output, channels * multiplier];
      const pointwise = { window: pointwiseWindow(window.output), filters, groups: 1 };
      const sums = convolve(middle, middleShape, pointwise, weight('pointwise_kernel')!, weight('bias'));
      return activate(layer.activation, sums, filters);
    }
    case 'dense': {
      const kernel = weight('kernel')!;
      const bias = weight('bias');
      const sums = Array.from({ length: layer.units }, (_, unit) =>
        x.reduce((sum, value, i) => sum + value * kernel[i * layer.units + unit]!, bias?.[unit] ?? 0),
      );
      return activate(layer.activation, sums, layer.units);
    }
    case 'maxPooling2d':
    case 'averagePooling2d':
      return pool(x, shape, layer.window, layer.type === 'maxPooling2d');
    case 'globalMaxPooling2d':
    case 'globalAveragePooling2d':
      return globalPool(x, channels, layer.type === 'globalMaxPooling2d');
    case 'batchNormalization': {
      const [gamma, beta] = [weight('gamma'), weight('beta')];
      const [mean, variance] = [weight('moving_mean')!, weight('moving_variance')!];
      return x.map((value, i) => {
        const c = i % channels;
        const normal = (value - mean[c]!) / Math.sqrt(variance[c]! + layer.epsilon);
        return normal * (gamma?.[c] ?? 1) + (beta?.[c] ?? 0);
      });
    }
    case 'activation':
      return activate(layer.activation, x, channels);
    case 'leakyReLU':
      return x.map((value) => (value < 0 ? value * layer.alpha : value));
    case 'prelu': {
      const alpha = weight('alpha')!;
      return x.map((value, i) => (value < 0 ? value * alpha[i % channels]! : value));
    }
    case 'dropout':
    case 'flatten':
    case 'reshape':
      return [...x];
    case 'permute':
      return permute(x, shape, layer.dims);
    case 'add':
      return merge(inputs, (a, b) => a + b);
    case 'subtract':
      return merge(inputs, (a, b) => a - b);
    case 'multiply':
      return merge(inputs, (a, b) => a * b);
    case 'maximum':
      return merge(inputs, Math.max);
    case 'concatenate': {
      const widths = layer.inputShapes.map((one) => one.at(-1)!);
      return Array.from({ length: x.length / channels }, (_, pixel) =>
        inputs.flatMap((input, i) => input.slice(pixel * widths[i]!, (pixel + 1) * widths[i]!)),
      ).flat();
    }
    case 'zeroPadding2d':
      return zeroPad(x, shape, layer.pads);
    case 'channelPadding':
      return channelPadding(x, channels, layer.channels);
    case 'upSampling2d':
      return upSample(x, shape, layer.size);
  }
}

/** Shorter inputs hold one number a channel. */
function merge(inputs: readonly Values[], combine: (a: number, b: number) => number): number[] {
  return inputs
    .slice(1)
    .reduce<number[]>(
      (sum, other) => sum.map((value, i) => combine(value, other[i % other.length]!)),
      [...inputs[0]!],
    );
}
