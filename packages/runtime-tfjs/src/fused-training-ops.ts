import type { NetworkOptimizer, OptimizerConfig } from '@fer/backend-wasm';
import type * as TfCore from '@tensorflow/tfjs-core';

/** Activations that the fused ops take, by their names in tfjs-layers. */
export type FusedActivation = 'linear' | 'relu' | 'relu6' | 'elu' | 'sigmoid';

/**
 * Ops of a tfjs backend that each do what a layer takes several of tfjs's ops for. A runtime that has
 * them makes training faster; the layers stay what they are, and so do the results up to rounding.
 */
export interface FusedTrainingOps {
  /**
   * Convolution, bias and activation: x `[batch, height, width, in]`, filter `[height, width, in, out]`, bias `[out]`.
   */
  conv2d(
    x: TfCore.Tensor4D,
    filter: TfCore.Tensor4D,
    bias: TfCore.Tensor1D | undefined,
    options: {
      readonly strides: [number, number];
      readonly pad: 'same' | 'valid';
      readonly dilations: [number, number];
      readonly activation: FusedActivation;
      /** Whether the derivative by x is wanted; not for the network's own input. */
      readonly inputGradient: boolean;
    },
  ): TfCore.Tensor4D;
  /** x `[batch, inputs]` · kernel `[inputs, units]` + bias `[units]`, activated. */
  dense(
    x: TfCore.Tensor2D,
    kernel: TfCore.Tensor2D,
    bias: TfCore.Tensor1D | undefined,
    activation: FusedActivation,
  ): TfCore.Tensor2D;
  /**
   * Batch normalisation by the statistics of the batch, over all axes but the last (Ioffe and Szegedy 2015,
   * arXiv:1502.03167), activated. `mean` and `variance` (biased) are `[channels]` and have no gradient.
   */
  batchNormalization<T extends TfCore.Tensor>(
    x: T,
    gamma: TfCore.Tensor1D,
    beta: TfCore.Tensor1D,
    epsilon: number,
    activation: FusedActivation,
  ): { readonly y: T; readonly mean: TfCore.Tensor1D; readonly variance: TfCore.Tensor1D };
  /**
   * Drops number i of x where random number `skipped` + i of the generator with this `state` (core's `randomState`) is
   * below the rate, and multiplies the others by 1 / (1 - rate).
   */
  dropout?<T extends TfCore.Tensor>(
    x: T,
    mask: { readonly rate: number; readonly state: ArrayLike<number>; readonly skipped: number },
  ): T;
  /**
   * An optimizer that steps where the weights are, so that neither they nor their gradients are copied. Its moments
   * begin at 0; a variable is assigned a new tensor in each step. `rateFactor` multiplies its learning rate; default 1.
   */
  createOptimizer?(
    config: OptimizerConfig,
    variables: readonly {
      readonly variable: TfCore.Variable;
      readonly decays: boolean;
      readonly rateFactor?: number;
    }[],
  ): NetworkOptimizer;
}
