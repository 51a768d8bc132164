import type { ResolvedLayer, ResolvedLayerOf, Window } from '@fer/graph';
import type * as TfCore from '@tensorflow/tfjs-core';
import type * as TfLayers from '@tensorflow/tfjs-layers';
import { type Compute, defineLayer } from './define-layer.ts';
import { tfjsActivation } from './own-activations.ts';
import type { Tfjs } from './tfjs.ts';

/**
 * The layer of one node: tfjs-layers' own where it has it, and computes it as Keras does, else one of ours. An activation
 * that tfjs-layers does not have is left out: see `createOwnActivation`.
 */
export function createLayer(tfjs: Tfjs, layer: ResolvedLayer): TfLayers.layers.Layer {
  const { core: tf, layers: tfLayers } = tfjs;
  const { layers } = tfLayers;
  const base = { name: layer.name, trainable: layer.trainable };
  const own = (compute: Compute) => defineLayer(tf, tfLayers, layer, compute);
  switch (layer.type) {
    case 'conv2d':
      if (layer.groups > 1) return own(groupedConvolution(tfjs, layer));
      return layers.conv2d({
        ...base,
        ...convolution(layer),
        filters: layer.filters,
        kernelInitializer: 'zeros',
      });
    case 'depthwiseConv2d':
      // tfjs-layers 4.22 leaves the dilation out when it computes.
      if (isDilated(layer.window)) return own(dilatedDepthwise(tfjs, layer));
      return layers.depthwiseConv2d({
        ...base,
        ...convolution(layer),
        depthMultiplier: layer.multiplier,
        depthwiseInitializer: 'zeros',
      });
    case 'separableConv2d':
      return layers.separableConv2d({
        ...base,
        ...convolution(layer),
        filters: layer.filters,
        depthMultiplier: layer.multiplier,
        depthwiseInitializer: 'zeros',
        pointwiseInitializer: 'zeros',
      });
    case 'dense':
      return layers.dense({
        ...base,
        units: layer.units,
        useBias: hasBias(layer),
        activation: activationOf(layer),
        kernelInitializer: 'zeros',
      });
    case 'maxPooling2d':
      return layers.maxPooling2d({ ...base, ...pooling(layer.window) });
    case 'averagePooling2d':
      return layers.averagePooling2d({ ...base, ...pooling(layer.window) });
    case 'globalMaxPooling2d':
      return own(([x]) => tf.max(x!, [1, 2], keepsDims(layer)));
    case 'globalAveragePooling2d':
      return own(([x]) => tf.mean(x!, [1, 2], keepsDims(layer)));
    case 'batchNormalization':
      return layers.batchNormalization({
        ...base,
        epsilon: layer.epsilon,
        momentum: layer.momentum,
        scale: layer.scale,
        center: layer.center,
      });
    case 'activation':
      return layers.activation({ ...base, activation: activationOf(layer) });
    case 'leakyReLU':
      return layers.leakyReLU({ ...base, alpha: layer.alpha });
    case 'prelu':
      return own(([x], [alpha]) => tf.prelu(x!, alpha!));
    case 'dropout':
      return layers.dropout({ ...base, rate: layer.rate });
    case 'flatten':
    case 'reshape':
      return own(([x]) => tf.reshape(x!, [-1, ...layer.outputShape]));
    case 'permute':
      return layers.permute({ ...base, dims: [...layer.dims] });
    case 'add':
      return own((inputs) => inputs.reduce((sum, other) => tf.add(sum, other)));
    case 'subtract':
      return own(([x, other]) => tf.sub(x!, other!));
    case 'multiply':
      return own((inputs) =>
        inputs.reduce((product, other) => tf.mul(product, perChannel(tf, other, product))),
      );
    case 'maximum':
      return own((inputs) => inputs.reduce((most, other) => tf.maximum(most, other)));
    case 'concatenate':
      return own((inputs) => tf.concat([...inputs], inputs[0]!.rank - 1));
    case 'zeroPadding2d': {
      const { top, bottom, left, right } = layer.pads;
      return own(([x]) =>
        tf.pad(x!, [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ]),
      );
    }
    case 'channelPadding':
      return own(([x]) => {
        const none = x!.shape.slice(1).map((): [number, number] => [0, 0]);
        return tf.pad(x!, [...none, [0, layer.channels]]);
      });
    case 'upSampling2d':
      return own(([x]) => repeatPixels(tf, x!, layer));
  }
}

function convolution(layer: ResolvedLayerOf<'conv2d' | 'depthwiseConv2d' | 'separableConv2d'>) {
  const { size, strides, dilation, padding } = layer.window;
  return {
    kernelSize: mutable(size),
    strides: mutable(strides),
    dilationRate: mutable(dilation),
    padding,
    useBias: hasBias(layer),
    activation: activationOf(layer),
  };
}

function pooling({ size, strides, padding }: Window) {
  return { poolSize: mutable(size), strides: mutable(strides), padding };
}

type ActivatedLayer = Extract<ResolvedLayer, { readonly activation: unknown }>;

function activationOf({ activation }: ActivatedLayer): 'linear' {
  // tfjs-layers' type lacks some of the names that it knows.
  return tfjsActivation(activation) as 'linear';
}

function hasBias({ weights }: Pick<ResolvedLayer, 'weights'>): boolean {
  return weights.some(({ role }) => role === 'bias');
}

function isDilated({ dilation }: Window): boolean {
  return dilation.some((rate) => rate > 1);
}

function keepsDims({ outputShape }: ResolvedLayer): boolean {
  return outputShape.length === 3;
}

function mutable([vertical, horizontal]: readonly [number, number]): [number, number] {
  return [vertical, horizontal];
}

/** Each group of channels by its own filters. */
function groupedConvolution({ core: tf, layers }: Tfjs, layer: ResolvedLayerOf<'conv2d'>): Compute {
  const { groups, window } = layer;
  const activate = activationLayer(layers, layer);
  return ([x], [kernel, bias]) => {
    const kernels = tf.split(kernel as TfCore.Tensor4D, groups, 3) as TfCore.Tensor4D[];
    const parts = (tf.split(x as TfCore.Tensor4D, groups, 3) as TfCore.Tensor4D[]).map((part, group) => {
      const { strides, padding, dilation } = window;
      return tf.conv2d(part, kernels[group]!, mutable(strides), padding, 'NHWC', mutable(dilation));
    });
    const sums = tf.concat(parts, 3);
    return activate(bias === undefined ? sums : tf.add(sums, bias));
  };
}

/** Tap by tap: tfjs's own op has no derivative where it is dilated. Strides are 1 then. */
function dilatedDepthwise(tfjs: Tfjs, layer: ResolvedLayerOf<'depthwiseConv2d'>): Compute {
  const { core: tf, layers } = tfjs;
  const { size, dilation, pads, output } = layer.window;
  const channels = layer.inputShapes[0]![2]!;
  const activate = activationLayer(layers, layer);
  return ([x], [kernel, bias]) => {
    const frame: [number, number][] = [
      [0, 0],
      [pads.top, pads.bottom],
      [pads.left, pads.right],
      [0, 0],
    ];
    const padded = tf.pad(x!, frame);
    const products: TfCore.Tensor[] = [];
    for (let row = 0; row < size[0]; row++) {
      for (let column = 0; column < size[1]; column++) {
        const first = [0, row * dilation[0], column * dilation[1], 0];
        const under = tf.slice(padded, first, [-1, output[0], output[1], channels]);
        const weights = tf.slice(kernel!, [row, column, 0, 0], [1, 1, channels, layer.multiplier]);
        products.push(
          tf.mul(
            tf.reshape(under, [-1, output[0], output[1], channels, 1]),
            tf.reshape(weights, [channels, layer.multiplier]),
          ),
        );
      }
    }
    const sums = tf.reshape(tf.addN(products), [-1, ...layer.outputShape]);
    return activate(bias === undefined ? sums : tf.add(sums, bias));
  };
}

function activationLayer(
  { layers }: typeof TfLayers,
  layer: ActivatedLayer,
): (x: TfCore.Tensor) => TfCore.Tensor {
  const activation = layers.activation({ activation: activationOf(layer) });
  return (x) => activation.call(x, {}) as TfCore.Tensor;
}

/** `[batch, channels]` as `[batch, 1, 1, channels]`, so that it is spread over the map that it scales. */
function perChannel(tf: typeof TfCore, x: TfCore.Tensor, map: TfCore.Tensor): TfCore.Tensor {
  return x.rank === map.rank ? x : tf.reshape(x, [-1, 1, 1, x.shape[1]!]);
}

/** By stacking, whose derivative every backend has. */
function repeatPixels(
  tf: typeof TfCore,
  x: TfCore.Tensor,
  layer: ResolvedLayerOf<'upSampling2d'>,
): TfCore.Tensor {
  const [height, width, channels] = layer.inputShapes[0] as [number, number, number];
  const [down, right] = layer.size;
  const pixels = tf.reshape(x, [-1, width, channels]);
  const wide = tf.reshape(tf.stack(new Array(right).fill(pixels), 2), [-1, height, width * right * channels]);
  const high = tf.stack(new Array(down).fill(wide), 2);
  return tf.reshape(high, [-1, ...layer.outputShape]);
}
