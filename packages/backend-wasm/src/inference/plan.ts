import type { Endpoint } from '@fer/core';
import type { ConvGeometry } from '../conv-geometry.ts';

/** A convolution's or pooling's sizes for one image. */
export type WindowGeometry = Omit<ConvGeometry, 'batch'>;

/** The activation functions that ops compute along with their output; `none` leaves it as it is. */
export const PLAN_ACTIVATIONS = [
  'none',
  'relu',
  'relu6',
  'elu',
  'selu',
  'sigmoid',
  'hardSigmoid',
  'hardSigmoid6',
  'tanh',
  'softplus',
  'softsign',
  'swish',
  'hardSwish',
  'mish',
  'gelu',
  'gelu_new',
] as const;
export type PlanActivation = (typeof PLAN_ACTIVATIONS)[number];

interface OpBase {
  /** The layers that went into it, for people: `conv1+bn1+relu1`. */
  readonly name: string;
  /** What it reads, each `[n, length]` float32: the network's inputs come first, then what each op gives. */
  readonly inputs: readonly number[];
}

/**
 * NHWC convolution: `filter` `[height, width, inChannels, outChannels]`, `bias` `[outChannels]`. A second input, as long
 * as the output, is added before the activation.
 */
export interface Conv2dOp extends OpBase {
  readonly type: 'conv2d';
  readonly geometry: WindowGeometry;
  readonly filter: Float32Array;
  readonly bias: Float32Array | null;
  readonly activation: PlanActivation;
}

/** A filter of its own for each channel: `filter` `[height, width, inChannels, outChannels / inChannels]`. */
export interface DepthwiseConv2dOp extends OpBase {
  readonly type: 'depthwiseConv2d';
  readonly geometry: WindowGeometry;
  readonly filter: Float32Array;
  readonly bias: Float32Array | null;
  readonly activation: PlanActivation;
}

/** `filter` `[length, units]`, `bias` `[units]`. */
export interface DenseOp extends OpBase {
  readonly type: 'dense';
  readonly length: number;
  readonly units: number;
  readonly filter: Float32Array;
  readonly bias: Float32Array | null;
  readonly activation: PlanActivation;
}

/** Padding takes no part: neither in the maximum nor in the count of the average. */
export interface PoolOp extends OpBase {
  readonly type: 'maxPool' | 'averagePool';
  readonly geometry: WindowGeometry;
}

/** The maximum or the mean of each channel. */
export interface GlobalPoolOp extends OpBase {
  readonly type: 'globalMaxPool' | 'globalAveragePool';
  readonly pixels: number;
  readonly channels: number;
}

/** x · scale + shift, each `[channels]`. */
export interface ScaleShiftOp extends OpBase {
  readonly type: 'scaleShift';
  readonly pixels: number;
  readonly channels: number;
  readonly scale: Float32Array;
  readonly shift: Float32Array;
  readonly activation: PlanActivation;
}

/** The sum of two inputs of equal length. */
export interface AddOp extends OpBase {
  readonly type: 'add';
  readonly length: number;
  readonly activation: PlanActivation;
}

export interface ActivationOp extends OpBase {
  readonly type: 'activation';
  readonly length: number;
  readonly activation: PlanActivation;
}

/** A frame of zeros around a feature map. */
export interface PadOp extends OpBase {
  readonly type: 'pad';
  readonly inHeight: number;
  readonly inWidth: number;
  readonly channels: number;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The share of eˣ in its row's sum, or the logarithm of that. */
export interface SoftmaxOp extends OpBase {
  readonly type: 'softmax' | 'logSoftmax';
  readonly rows: number;
  readonly channels: number;
}

/** Number by number from two inputs of equal length: x - other, x · other, the larger of both. */
export interface MergeOp extends OpBase {
  readonly type: 'subtract' | 'multiply' | 'maximum';
  readonly length: number;
}

/** Each channel of the first input times its number in the second, `[channels]`. */
export interface ScaleChannelsOp extends OpBase {
  readonly type: 'scaleChannels';
  readonly pixels: number;
  readonly channels: number;
}

/** x where it is positive, x · alpha elsewhere; `alphas` `[channels]`. */
export interface PReLUOp extends OpBase {
  readonly type: 'prelu';
  readonly pixels: number;
  readonly channels: number;
  readonly alphas: Float32Array;
}

/** The channels of all inputs, one after the other. */
export interface ConcatenateOp extends OpBase {
  readonly type: 'concatenate';
  readonly pixels: number;
  /** Of each input. */
  readonly channels: readonly number[];
}

/** Some neighbouring channels. */
export interface SliceOp extends OpBase {
  readonly type: 'slice';
  readonly pixels: number;
  readonly channels: number;
  readonly first: number;
  readonly count: number;
}

/** Another order of the axes: axis i of the output is axis `order[i]` of the input, from 0. */
export interface PermuteOp extends OpBase {
  readonly type: 'permute';
  /** Of the input, at most `MOST_AXES` of them. */
  readonly sizes: readonly number[];
  readonly order: readonly number[];
}

/** Each pixel again, `rows` times below and `columns` times beside itself. */
export interface UpSampleOp extends OpBase {
  readonly type: 'upSample';
  readonly inHeight: number;
  readonly inWidth: number;
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
}

export type PlanOp =
  | Conv2dOp
  | DepthwiseConv2dOp
  | DenseOp
  | PoolOp
  | GlobalPoolOp
  | ScaleShiftOp
  | AddOp
  | ActivationOp
  | PadOp
  | SoftmaxOp
  | MergeOp
  | ScaleChannelsOp
  | PReLUOp
  | ConcatenateOp
  | SliceOp
  | PermuteOp
  | UpSampleOp;

/** More images at once bring no speed, and loading prepares for every number of images up to the batch. */
export const MAX_BATCH = 1024;

/**
 * What a plan may cost, whoever wrote it: far beyond any network for faces (ResNet-101 on 112×112 takes 24 · 10⁹
 * multiply-adds), and little enough that no number overflows in the kernels and no plan blocks a thread for minutes.
 */
export const PLAN_LIMITS = {
  /** Inputs, and outputs. */
  endpoints: 64,
  ops: 1024,
  /** All values of one image together, and what the windows of one op cover, padding included: 256 MiB. */
  imageFloats: 2 ** 26,
  /** Of one image. */
  multiplyAdds: 2 ** 35,
  /** Of a loaded network, with weights, scratch memory of all threads, and a whole batch. */
  networkBytes: 2 ** 31,
} as const;

/**
 * A network that is ready to be loaded: what is to be computed, in order, with the weights as they take part. It is
 * the same for every engine, thread count and version of the kernels: packing and memory layout belong to loading.
 */
export interface Plan {
  /** What it is fed, by name; the first values. */
  readonly inputs: readonly Endpoint[];
  readonly outputs: readonly PlanOutput[];
  /** Images that are computed at once, 1 … `MAX_BATCH`; larger batches run in pieces. */
  readonly batch: number;
  readonly ops: readonly PlanOp[];
}

export interface PlanOutput extends Endpoint {
  /** The value that it is. */
  readonly value: number;
}
