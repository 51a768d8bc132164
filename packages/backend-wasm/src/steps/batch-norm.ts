import { Activation } from '../../assembly/activation.ts';
import * as Op from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';
import { batchNormGradWords, batchNormScaleWords, mergeMomentsWords, momentsWords } from './op-arguments.ts';
import { scaleShift, wholeVectorRows } from './scale-shift.ts';

/** How many values there are: x is `[rows, channels]`, with rows of all images one after the other. */
export interface BatchNormSize {
  readonly rows: number;
  readonly channels: number;
}

/** The activations whose gradient the steps know: those that let it through or not. */
export type ThresholdActivation = Activation.none | Activation.relu | Activation.relu6;

export interface BatchNormAddresses {
  /** `[rows, channels]` */
  readonly x: number;
  /** `[channels]` */
  readonly gamma: number;
  /** `[channels]` */
  readonly beta: number;
  /** `[rows, channels]` */
  readonly y: number;
  /** `[channels]` */
  readonly mean: number;
  /** `[channels]`, biased: the mean squared distance from the mean. */
  readonly variance: number;
  /** `[channels]`, gamma / √(variance + epsilon), for the gradient. */
  readonly scale: number;
  /** `batchNormPartialFloats` floats. */
  readonly workspace: number;
}

export interface BatchNormGradAddresses {
  /** `[rows, channels]` */
  readonly x: number;
  /** `[rows, channels]`, the gradient behind the activation. */
  readonly dy: number;
  /** `[channels]` */
  readonly beta: number;
  readonly mean: number;
  readonly variance: number;
  readonly scale: number;
  /** `[rows, channels]` */
  readonly dx: number;
  /** `[channels]` */
  readonly dgamma: number;
  readonly dbeta: number;
  /** `batchNormPartialFloats` floats. */
  readonly workspace: number;
}

/** Floats that a chunk reads, about. */
const chunkFloats = 65536;
/** Floats of a block, which is read twice: half of the first-level cache. */
const blockFloats = 4096;
/** Rows of a block at most: what is summed one after the other. */
const mostBlockRows = 256;
/** Chunks at most; their sums are merged on one thread. */
const mostChunks = 64;

/** The floats of workspace that forward and gradient need. */
export function batchNormPartialFloats(size: BatchNormSize): number {
  return 2 * (chunksOf(size).chunks + 1) * size.channels;
}

/** y = activation((x - mean) / √(variance + epsilon) · gamma + beta), by the mean and variance of x itself. */
export function batchNorm(
  at: BatchNormAddresses,
  size: BatchNormSize,
  epsilon: number,
  activation: Activation,
): Step[] {
  const { rows, channels } = size;
  const { chunks, chunkRows, blockRows } = chunksOf(size);
  const { x, gamma, beta, y, mean, variance, scale, workspace } = at;
  return [
    {
      op: Op.moments,
      chunks,
      scratchFloats: 0,
      fields: momentsWords({ x, partials: workspace, rows, channels, chunkRows, blockRows }),
    },
    {
      op: Op.mergeMoments,
      chunks: 1,
      scratchFloats: 0,
      fields: mergeMomentsWords({ partials: workspace, mean, variance, rows, channels, chunkRows }),
    },
    batchNormScale({ variance, gamma, scale }, channels, epsilon),
    scaleShift({ x, center: mean, scale, shift: beta, alphas: 0, y }, rows, channels, activation),
  ];
}

/** scale = gamma / √(variance + epsilon), all `[channels]` by address; a gamma of 0 stands for ones. */
export function batchNormScale(
  at: { readonly variance: number; readonly gamma: number; readonly scale: number },
  channels: number,
  epsilon: number,
): Step {
  return {
    op: Op.batchNormScale,
    chunks: 1,
    scratchFloats: 0,
    fields: batchNormScaleWords({
      variance: at.variance,
      gamma: at.gamma,
      scale: at.scale,
      channels,
      epsilon,
    }),
  };
}

/** The derivatives by x, gamma and beta, those through mean and variance included. */
export function batchNormGrad(
  at: BatchNormGradAddresses,
  size: BatchNormSize,
  epsilon: number,
  activation: ThresholdActivation,
): Step[] {
  const { rows, channels } = size;
  const { chunks, chunkRows, blockRows } = chunksOf(size);
  const periodRows = wholeVectorRows(channels);
  const coefficients = at.workspace + 2 * chunks * channels * 4;
  const fields = batchNormGradWords({
    x: at.x,
    dy: at.dy,
    mean: at.mean,
    scale: at.scale,
    beta: at.beta,
    partials: at.workspace,
    variance: at.variance,
    dgamma: at.dgamma,
    dbeta: at.dbeta,
    coefficients,
    dx: at.dx,
    rows,
    channels,
    chunkRows,
    blockRows,
    periodRows,
    masked: activation === Activation.none ? 0 : 1,
    high: activation === Activation.relu6 ? 6 : Number.POSITIVE_INFINITY,
    epsilon,
  });
  return [
    { op: Op.batchNormGradSums, chunks, scratchFloats: 0, fields },
    { op: Op.batchNormGradMerge, chunks: 1, scratchFloats: 0, fields },
    { op: Op.batchNormGradInput, chunks, scratchFloats: 5 * periodRows * channels, fields },
  ];
}

function chunksOf({ rows, channels }: BatchNormSize): {
  chunks: number;
  chunkRows: number;
  blockRows: number;
} {
  const blockRows = Math.max(1, Math.min(mostBlockRows, Math.floor(blockFloats / channels)));
  const wanted = Math.min(mostChunks, Math.ceil((rows * channels) / chunkFloats));
  const chunkRows = Math.ceil(rows / wanted / blockRows) * blockRows;
  return { chunks: Math.ceil(rows / chunkRows), chunkRows, blockRows };
}
