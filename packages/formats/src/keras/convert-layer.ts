import { type Json, type LayerNode, layer, type NamedTensor } from '@fer/core';
import { ACTIVATIONS } from '@fer/graph';
import { unsupportedLayer } from '../failures.ts';
import { isObject } from '../json.ts';
import type { KerasLayer } from './parse-config.ts';

/** What a layer of Keras comes to. */
export interface ConvertedLayer {
  /** In order; the first has the name and the weights of Keras's layer. None at all: it gives what it reads. */
  readonly nodes: readonly LayerNode[];
  /** Weights that stand in the config and not in the file. */
  readonly tensors?: ReadonlyMap<string, NamedTensor>;
  /** What was left out, for people. */
  readonly note?: string;
}

/** How a class of Keras's is written in a graph. */
type Converter = (layer: KerasLayer, options: Options, keras: 2 | 3, channels: number) => ConvertedLayer;

type Options = { [option: string]: Json };

/**
 * Writes a layer of Keras as layers of ours. What it does not know of the options is left to `resolveGraph`, which
 * refuses it by name.
 *
 * @param keras the major version: `hard_sigmoid` changed its meaning
 * @param channels of what it reads, for layers whose weights stand in their config
 * @throws FerError `FER_GRAPH_UNSUPPORTED` naming the layer
 */
export function convertLayer(written: KerasLayer, keras: 2 | 3, channels: number): ConvertedLayer {
  const { className, name } = written;
  const converter = Object.hasOwn(CONVERTERS, className) ? CONVERTERS[className] : undefined;
  if (converter === undefined) {
    const advice =
      className === 'Lambda'
        ? 'is Python code, which is never executed. Put known layers in its place.'
        : `is of a class that no engine of ours has. Known: ${Object.keys(CONVERTERS).join(', ')}.`;
    throw unsupportedLayer(name, className, advice);
  }
  return converter(written, readOptions(written), keras, channels);
}

const CONVERTERS: { readonly [className: string]: Converter } = {
  Conv2D: withActivation('conv2d'),
  DepthwiseConv2D: withActivation('depthwiseConv2d', [
    'groups',
    'filters',
    'kernelRegularizer',
    'kernelConstraint',
  ]),
  // Keras 2 has what it inherits in the config, and never uses it.
  SeparableConv2D: withActivation('separableConv2d', ['groups', 'kernelRegularizer', 'kernelConstraint']),
  Dense: withActivation('dense', ['quantizationConfig', 'loraRank', 'loraAlpha']),
  MaxPooling2D: plain('maxPooling2d'),
  AveragePooling2D: plain('averagePooling2d'),
  GlobalMaxPooling2D: plain('globalMaxPooling2d'),
  GlobalAveragePooling2D: plain('globalAveragePooling2d'),
  BatchNormalization: batchNormalization,
  BatchNormalizationV1: batchNormalization,
  Activation: ({ name, className, config }, _options, keras) => ({
    nodes: [activationNode(name, className, config.activation, keras)],
  }),
  ReLU: plain('reLU'),
  LeakyReLU: ({ name }, { negativeSlope, alpha, ...options }) => ({
    nodes: [layer(name, 'leakyReLU', { ...options, alpha: negativeSlope ?? alpha ?? 0.3 })],
  }),
  PReLU: plain('prelu'),
  ELU: ({ name, className }, { alpha }) => {
    if ((alpha ?? 1) !== 1)
      throw unsupportedLayer(name, className, `has an alpha of ${alpha}; only 1 is supported.`);
    return { nodes: [layer(name, 'activation', { activation: 'elu' })] };
  },
  Softmax: ({ name, className }, { axis }) => {
    if ((axis ?? -1) !== -1) throw unsupportedLayer(name, className, 'must go over the last axis.');
    return { nodes: [layer(name, 'activation', { activation: 'softmax' })] };
  },
  Flatten: plain('flatten'),
  Reshape: plain('reshape'),
  Permute: plain('permute'),
  Add: plain('add'),
  Subtract: plain('subtract'),
  Multiply: plain('multiply'),
  Maximum: plain('maximum'),
  Concatenate: plain('concatenate'),
  ZeroPadding2D: plain('zeroPadding2d'),
  UpSampling2D: plain('upSampling2d'),
  Dropout: plain('dropout'),
  SpatialDropout2D: ({ name }, { rate }) => ({
    nodes: [],
    note: `The layer '${name}' (SpatialDropout2D, rate ${rate}) works in a training alone and was left out.`,
  }),
  GaussianNoise: onlyInTraining,
  GaussianDropout: onlyInTraining,
  AlphaDropout: onlyInTraining,
  ActivityRegularization: onlyInTraining,
  RandomFlip: onlyInTraining,
  RandomRotation: onlyInTraining,
  RandomZoom: onlyInTraining,
  RandomTranslation: onlyInTraining,
  RandomContrast: onlyInTraining,
  RandomBrightness: onlyInTraining,
  RandomCrop: notKnownAtRest,
  Rescaling: rescaling,
};

/** A layer whose options have the same names and meanings. */
function plain(type: string): Converter {
  return ({ name }, options) => ({ nodes: [layer(name, type, options)] });
}

function withActivation(type: string, unused: readonly string[] = []): Converter {
  return ({ name, className, config }, options, keras) => {
    const kept = Object.fromEntries(Object.entries(options).filter(([option]) => !unused.includes(option)));
    delete kept.activation;
    const written = activationNode(`${name}_activation`, className, config.activation, keras);
    // A softmax stands by itself, so that what feeds it are the logits; what is no plain function does so, too.
    const { activation } = written.config;
    if (activation === 'linear') return { nodes: [layer(name, type, kept)] };
    if (written.type === 'activation' && activation !== 'softmax') {
      return { nodes: [layer(name, type, { ...kept, activation: activation! })] };
    }
    return { nodes: [layer(name, type, kept), written] };
  };
}

/** Names of Keras's that differ from ours, besides `snake_case`. */
const ACTIVATION_NAMES: { readonly [keras: string]: string } = {
  silu: 'swish',
  hard_silu: 'hardSwish',
  hard_swish: 'hardSwish',
  log_softmax: 'logSoftmax',
};

function activationNode(name: string, className: string, written: unknown, keras: 2 | 3): LayerNode {
  // Keras 3 may write a function as an object.
  const config = isObject(written) && isObject(written.config) ? written.config : undefined;
  const given = isObject(written) ? (config?.name ?? written.class_name ?? config) : (written ?? 'linear');
  if (given === 'leaky_relu' || given === 'LeakyReLU') {
    const slope = config?.negative_slope ?? config?.alpha ?? (given === 'LeakyReLU' ? 0.3 : 0.2);
    return layer(name, 'leakyReLU', { alpha: slope as Json });
  }
  if (given === 'ReLU' && config !== undefined) {
    const options = readOptions({ className, name, config });
    return layer(name, 'reLU', options);
  }
  if (typeof given === 'string') {
    const own =
      given === 'hard_sigmoid' || given === 'hardSigmoid'
        ? keras === 3
          ? 'hardSigmoid6'
          : 'hardSigmoid'
        : (ACTIVATION_NAMES[given] ?? toCamelCase(given));
    if ((ACTIVATIONS as readonly string[]).includes(own))
      return layer(name, 'activation', { activation: own });
  }
  const told = typeof given === 'string' ? `'${given.slice(0, 60)}'` : 'that is no known function';
  throw unsupportedLayer(name, className, `has an activation ${told}. Known: ${ACTIVATIONS.join(', ')}.`);
}

/** Options of BatchNormalization that matter to a training alone. */
const UNUSED_IN_NORMALIZATION = [
  'renorm',
  'renormClipping',
  'renormMomentum',
  'virtualBatchSize',
  'fused',
  'synchronized',
  'adjustment',
];

function batchNormalization({ name }: KerasLayer, options: Options): ConvertedLayer {
  const kept = Object.fromEntries(
    Object.entries(options).filter(([option]) => !UNUSED_IN_NORMALIZATION.includes(option)),
  );
  // Keras 2 writes a list of one.
  if (Array.isArray(kept.axis) && kept.axis.length === 1) kept.axis = kept.axis[0]!;
  return { nodes: [layer(name, 'batchNormalization', kept)] };
}

/** `scale · x + offset` is a batch normalization with these for gamma and beta. */
function rescaling(
  { name, className, config }: KerasLayer,
  _o: Options,
  _k: 2 | 3,
  channels: number,
): ConvertedLayer {
  const spread = (value: unknown): Float32Array => {
    const numbers: readonly unknown[] = Array.isArray(value) ? value : [value];
    const isFit = numbers.length === 1 || numbers.length === channels;
    if (!isFit || !numbers.every((number) => typeof number === 'number')) {
      throw unsupportedLayer(
        name,
        className,
        `must have one number, or one for each of ${channels} channels.`,
      );
    }
    const fit = numbers as readonly number[];
    return Float32Array.from({ length: channels }, (_, channel) => fit[fit.length === 1 ? 0 : channel]!);
  };
  return scaleLayer(name, spread(config.scale), spread(config.offset ?? 0));
}

/** A layer that computes `scale · x + offset` of each channel. */
export function scaleLayer(name: string, scale: Float32Array, offset: Float32Array): ConvertedLayer {
  const channels = scale.length;
  const tensor = (data: Float32Array): NamedTensor => ({ shape: [channels], data });
  return {
    nodes: [layer(name, 'batchNormalization', { epsilon: 0 })],
    tensors: new Map([
      [`${name}/gamma`, tensor(scale)],
      [`${name}/beta`, tensor(offset)],
      [`${name}/moving_mean`, tensor(new Float32Array(channels))],
      [`${name}/moving_variance`, tensor(new Float32Array(channels).fill(1))],
    ]),
  };
}

function onlyInTraining({ name, className }: KerasLayer): ConvertedLayer {
  return {
    nodes: [],
    note: `The layer '${name}' (${className}) works in a training alone and was left out.`,
  };
}

function notKnownAtRest({ name, className }: KerasLayer): ConvertedLayer {
  throw unsupportedLayer(name, className, 'changes the size of the picture outside of a training, too.');
}

/** What says nothing about what a trained network gives, or is read elsewhere. */
const UNUSED = [
  'name',
  'dtype',
  'batch_input_shape',
  'batch_shape',
  'input_shape',
  'input_dtype',
  'input_dim',
  'sparse',
  'ragged',
  'autocast',
  'dynamic',
  'build_config',
];

/** Options by our names: `kernel_size` is `kernelSize`. How weights began is left out: they are given. */
function readOptions({
  name,
  className,
  config,
}: Pick<KerasLayer, 'name' | 'className' | 'config'>): Options {
  const options: Options = {};
  const { data_format: dataFormat = null } = config;
  if (dataFormat === 'channels_first') {
    throw unsupportedLayer(name, className, 'has its channels first. Convert the model to channels_last.');
  }
  for (const [key, value] of Object.entries(config)) {
    if (UNUSED.includes(key) || value === null || key === 'data_format' || /_initializer$/.test(key))
      continue;
    options[toCamelCase(key)] = withOwnNames(value);
  }
  return options;
}

function withOwnNames(value: unknown): Json {
  if (Array.isArray(value)) return value.map(withOwnNames);
  if (!isObject(value)) return value as Json;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [toCamelCase(key), withOwnNames(one)]));
}

function toCamelCase(snake: string): string {
  // Keras 2 writes `keepdims`.
  if (snake === 'keepdims') return 'keepDims';
  return snake.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
