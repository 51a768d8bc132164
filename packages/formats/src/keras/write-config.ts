import type { Json, ModelDefinition } from '@fer/core';
import { dropUnread, type ResolvedGraph, type ResolvedLayer, resolveModel, type Window } from '@fer/graph';
import { assertTensors } from '@fer/model';
import { unsupportedLayer } from '../failures.ts';
import { inKerasOrder } from './keras-order.ts';

/** Whose reader the structure is for: they differ in names of functions, and in how a layer says what it reads. */
export type Dialect = 'keras2' | 'keras3' | 'tfjs';

/** A network as a writer needs it. */
export interface WritableModel {
  readonly resolved: ResolvedGraph;
  readonly config: { readonly [key: string]: Json };
}

type Options = { readonly [option: string]: Json };

/**
 * The structure of a network as Keras writes it: functional, with all options of each layer.
 *
 * @throws FerError `FER_GRAPH_UNSUPPORTED` naming a layer that Keras does not have; `FER_WEIGHTS_MISMATCH`
 */
export function writeConfig(model: ModelDefinition, dialect: Dialect): WritableModel {
  const whole = resolveModel(model);
  assertTensors(
    model.tensors,
    whole.layers.flatMap(({ weights }) => weights),
    'The network',
  );
  const needed = dropUnread(whole);
  const resolved = { ...needed, layers: inKerasOrder(needed) };
  const [input, ...moreInputs] = resolved.inputs;
  const [output, ...moreOutputs] = resolved.outputs;
  if (input === undefined || output === undefined || moreInputs.length + moreOutputs.length > 0) {
    throw unsupportedLayer('?', 'network', 'must have one input and one output to be written for Keras.');
  }
  const inputConfig = {
    [dialect === 'keras3' ? 'batch_shape' : 'batch_input_shape']: [null, ...input.shape],
    dtype: 'float32',
    sparse: false,
    name: input.name,
  };
  const shapes = new Map<string, readonly number[]>([[input.name, input.shape]]);
  const layers: Json[] = [written('InputLayer', input.name, inputConfig, [])];
  for (const layer of resolved.layers) {
    const [className, config] = layerConfig(layer, dialect);
    const common = { name: layer.name, trainable: layer.trainable, dtype: 'float32' };
    layers.push(
      written(className, layer.name, { ...common, ...config }, inboundNodes(layer.inputs, shapes, dialect)),
    );
    shapes.set(layer.name, layer.outputShape);
  }
  const end = (name: string): Json => (dialect === 'keras3' ? [name, 0, 0] : [[name, 0, 0]]);
  const config = {
    name: 'fer',
    trainable: true,
    layers,
    input_layers: end(input.name),
    output_layers: end(output.name),
  };
  return { resolved, config: written('Functional', 'fer', config) };

  function written(className: string, name: string, options: Options, nodes?: Json): { [key: string]: Json } {
    const own: { [key: string]: Json } = { class_name: className, config: options };
    if (nodes !== undefined) {
      own.name = name;
      own.inbound_nodes = nodes;
    }
    if (dialect === 'keras3') {
      own.module = className === 'Functional' ? 'keras.src.models.functional' : 'keras.layers';
      own.registered_name = nodes === undefined ? 'Functional' : null;
    }
    return own;
  }
}

function inboundNodes(
  inputs: readonly string[],
  shapes: ReadonlyMap<string, readonly number[]>,
  dialect: Dialect,
): Json {
  if (dialect !== 'keras3') return [inputs.map((name) => [name, 0, 0, {}])];
  const tensors = inputs.map(
    (name): Json => ({
      class_name: '__keras_tensor__',
      config: { shape: [null, ...shapes.get(name)!], dtype: 'float32', keras_history: [name, 0, 0] },
    }),
  );
  return [{ args: tensors.length === 1 ? tensors : [tensors], kwargs: {} }];
}

function layerConfig(layer: ResolvedLayer, dialect: Dialect): [className: string, config: Options] {
  const activation = (): Options => ({ activation: activationName(layer, dialect) });
  const bias = { use_bias: layer.weights.some(({ role }) => role === 'bias') };
  switch (layer.type) {
    case 'conv2d':
      if (layer.groups > 1 && dialect === 'tfjs') throw notThere(layer, 'tfjs-layers has no groups');
      return [
        'Conv2D',
        {
          filters: layer.filters,
          ...convolution(layer.window),
          groups: layer.groups,
          ...bias,
          ...activation(),
        },
      ];
    case 'depthwiseConv2d':
      return [
        'DepthwiseConv2D',
        { ...convolution(layer.window), depth_multiplier: layer.multiplier, ...bias, ...activation() },
      ];
    case 'separableConv2d':
      return [
        'SeparableConv2D',
        {
          filters: layer.filters,
          ...convolution(layer.window),
          depth_multiplier: layer.multiplier,
          ...bias,
          ...activation(),
        },
      ];
    case 'dense':
      return ['Dense', { units: layer.units, ...bias, ...activation() }];
    case 'maxPooling2d':
      return ['MaxPooling2D', pooling(layer.window)];
    case 'averagePooling2d':
      return ['AveragePooling2D', pooling(layer.window)];
    case 'globalMaxPooling2d':
    case 'globalAveragePooling2d': {
      const keepDims = layer.outputShape.length === 3;
      if (keepDims && dialect === 'tfjs') throw notThere(layer, 'tfjs-layers has no keepDims');
      const className = layer.type === 'globalMaxPooling2d' ? 'GlobalMaxPooling2D' : 'GlobalAveragePooling2D';
      return [className, { data_format: 'channels_last', ...(keepDims ? { keepdims: true } : {}) }];
    }
    case 'batchNormalization': {
      const { epsilon, momentum, scale, center } = layer;
      return ['BatchNormalization', { axis: -1, momentum, epsilon, center, scale }];
    }
    case 'activation':
      return ['Activation', activation()];
    case 'leakyReLU':
      return ['LeakyReLU', dialect === 'keras3' ? { negative_slope: layer.alpha } : { alpha: layer.alpha }];
    case 'prelu':
      return ['PReLU', { shared_axes: layer.outputShape.slice(0, -1).map((_, axis) => axis + 1) }];
    case 'dropout':
      return ['Dropout', { rate: layer.rate }];
    case 'flatten':
      return ['Flatten', { data_format: 'channels_last' }];
    case 'reshape':
      return ['Reshape', { target_shape: [...layer.outputShape] }];
    case 'permute':
      return ['Permute', { dims: [...layer.dims] }];
    case 'add':
      return ['Add', {}];
    case 'subtract':
      if (dialect === 'tfjs') throw notThere(layer, 'tfjs-layers has no such layer');
      return ['Subtract', {}];
    case 'multiply':
      return ['Multiply', {}];
    case 'maximum':
      return ['Maximum', {}];
    case 'concatenate':
      return ['Concatenate', { axis: -1 }];
    case 'zeroPadding2d': {
      const { top, bottom, left, right } = layer.pads;
      return [
        'ZeroPadding2D',
        {
          padding: [
            [top, bottom],
            [left, right],
          ],
          data_format: 'channels_last',
        },
      ];
    }
    case 'upSampling2d':
      return [
        'UpSampling2D',
        { size: [...layer.size], data_format: 'channels_last', interpolation: 'nearest' },
      ];
    case 'channelPadding':
      throw notThere(layer, 'Keras has no such layer');
  }
}

function convolution({ size, strides, dilation, padding }: Window): Options {
  return {
    kernel_size: [...size],
    strides: [...strides],
    padding,
    data_format: 'channels_last',
    dilation_rate: [...dilation],
  };
}

function pooling({ size, strides, padding }: Window): Options {
  return { pool_size: [...size], strides: [...strides], padding, data_format: 'channels_last' };
}

/** Functions whose names are others than ours in `snake_case`, or that a reader does not have. */
const FUNCTIONS: { readonly [activation: string]: Partial<Record<Dialect, string | undefined>> } = {
  hardSigmoid: { keras2: 'hard_sigmoid', tfjs: 'hard_sigmoid', keras3: undefined },
  hardSigmoid6: { keras2: undefined, tfjs: undefined, keras3: 'hard_sigmoid' },
  hardSwish: { keras2: undefined, tfjs: undefined, keras3: 'hard_silu' },
  logSoftmax: { keras2: undefined, tfjs: 'log_softmax', keras3: 'log_softmax' },
  swish: { keras2: 'swish', tfjs: 'swish', keras3: 'silu' },
  gelu: { keras2: 'gelu', tfjs: 'gelu', keras3: undefined },
  gelu_new: { keras2: undefined, tfjs: undefined, keras3: 'gelu' },
};

function activationName(layer: ResolvedLayer, dialect: Dialect): string {
  const { activation } = layer as Extract<ResolvedLayer, { activation: string }>;
  const name = Object.hasOwn(FUNCTIONS, activation) ? FUNCTIONS[activation]![dialect] : activation;
  if (name !== undefined) return name;
  throw notThere(
    layer,
    `${dialect === 'tfjs' ? 'tfjs-layers' : 'that version of Keras'} has no function ${activation}`,
  );
}

function notThere({ name, type }: ResolvedLayer, problem: string): Error {
  return unsupportedLayer(name, type, `cannot be written: ${problem}.`);
}
