import { type KernelFunc, util } from '@tensorflow/tfjs-core';
import { Activation } from '../../../assembly/activation.ts';
import {
  type BatchNormSize,
  batchNorm,
  batchNormGrad,
  batchNormPartialFloats,
  type ThresholdActivation,
} from '../../steps/batch-norm.ts';
import { fusedActivation } from '../fused-activation.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** What both kernels are told. */
export interface BatchNormTrainingAttrs {
  readonly epsilon: number;
  readonly activation: 'linear' | 'relu' | 'relu6';
}

/**
 * Normalises the channels of x [..., channels] by its own mean and variance: y of x's shape, then mean, variance and
 * scale [channels]. A kernel of this package's own, which `batchNormTraining` makes differentiable.
 */
export const batchNormTrainingKernel: KernelDefinition = {
  kernelName: 'BatchNormTraining',
  create({ run, heap, count }: KernelContext): KernelFunc {
    return ({ inputs, attrs }) => {
      const { x, gamma, beta } = inputs as KernelInputs<'x' | 'gamma' | 'beta'>;
      const { epsilon, activation } = attrs as unknown as BatchNormTrainingAttrs;
      const size = sizeOf(x.shape);
      const y = heap.allocate(x.shape);
      const [mean, variance, scale] = [0, 1, 2].map(() => heap.allocate([size.channels]));
      heap.withWorkspace({ workspace: batchNormPartialFloats(size) }, ({ workspace }) => {
        const at = {
          x: heap.address(x),
          gamma: heap.address(gamma),
          beta: heap.address(beta),
          y: heap.address(y),
          mean: heap.address(mean!),
          variance: heap.address(variance!),
          scale: heap.address(scale!),
          workspace,
        };
        for (const step of batchNorm(at, size, epsilon, thresholdOf(activation))) run(step);
      });
      count('batch_norm_training');
      return [y, mean!, variance!, scale!];
    };
  },
};

/** The derivatives by x, gamma and beta of `BatchNormTraining`, from dy and what that kernel gave. */
export const batchNormTrainingGradKernel: KernelDefinition = {
  kernelName: 'BatchNormTrainingGrad',
  create({ run, heap, count }: KernelContext): KernelFunc {
    return ({ inputs, attrs }) => {
      const { x, dy, beta, mean, variance, scale } = inputs as KernelInputs<
        'x' | 'dy' | 'beta' | 'mean' | 'variance' | 'scale'
      >;
      const { epsilon, activation } = attrs as unknown as BatchNormTrainingAttrs;
      const size = sizeOf(x.shape);
      const dx = heap.allocate(x.shape);
      const [dgamma, dbeta] = [0, 1].map(() => heap.allocate([size.channels]));
      heap.withWorkspace({ workspace: batchNormPartialFloats(size) }, ({ workspace }) => {
        const at = {
          x: heap.address(x),
          dy: heap.address(dy),
          beta: heap.address(beta),
          mean: heap.address(mean),
          variance: heap.address(variance),
          scale: heap.address(scale),
          dx: heap.address(dx),
          dgamma: heap.address(dgamma!),
          dbeta: heap.address(dbeta!),
          workspace,
        };
        for (const step of batchNormGrad(at, size, epsilon, thresholdOf(activation))) run(step);
      });
      count('batch_norm_training_grad');
      return [dx, dgamma!, dbeta!];
    };
  },
};

function sizeOf(shape: readonly number[]): BatchNormSize {
  const channels = shape.at(-1)!;
  return { rows: util.sizeFromShape([...shape]) / channels, channels };
}

function thresholdOf(name: BatchNormTrainingAttrs['activation']): ThresholdActivation {
  return (fusedActivation(name) ?? Activation.none) as ThresholdActivation;
}
