import { FerError } from '@fer/core';
import {
  clone,
  customGrad,
  elu,
  engine,
  type GradSaveFunc,
  type NamedAttrMap,
  type NamedTensorMap,
  sigmoid,
  type Tensor,
  type Tensor1D,
  tidy,
} from '@tensorflow/tfjs-core';
import type { BatchNormTrainingAttrs } from '../kernels/BatchNormTraining.ts';

export interface BatchNormTrainingOptions {
  /** Applied to the output; default `linear`, none. */
  readonly activation?: 'linear' | 'relu' | 'relu6' | 'elu' | 'sigmoid';
}

/** What `batchNormTraining` gives. */
export interface BatchNormTrainingResult<T extends Tensor> {
  /** The shape of x. */
  readonly y: T;
  /** `[channels]`; has no gradient. */
  readonly mean: Tensor1D;
  /** `[channels]`, biased (the mean squared distance from the mean), as tfjs-layers averages it; has no gradient. */
  readonly variance: Tensor1D;
}

/**
 * Batch normalisation by the statistics of the batch, over all axes but the last (Ioffe and Szegedy 2015,
 * arXiv:1502.03167): y = activation((x - mean) / √(variance + epsilon) · gamma + beta). Differentiable by x, gamma and
 * beta. One pass over x for the statistics and one for y; two for the gradient, which thresholds (`relu`, `relu6`)
 * cost nothing.
 *
 * @param x     `[..., channels]`, float32
 * @param gamma `[channels]`
 * @param beta  `[channels]`
 * @throws FerError `FER_INVALID_ARGUMENT` if x is empty, or gamma or beta is not as long as x has channels
 */
export function batchNormTraining<T extends Tensor>(
  x: T,
  gamma: Tensor1D,
  beta: Tensor1D,
  epsilon: number,
  { activation = 'linear' }: BatchNormTrainingOptions = {},
): BatchNormTrainingResult<T> {
  assertChannels(x, gamma, beta);
  const attrs = { epsilon, activation: isThreshold(activation) ? activation : 'linear' };
  return tidy(() => {
    // Outside of `customGrad`, whose scope would dispose of the statistics.
    const [y, mean, variance, scale] = runKernel('BatchNormTraining', { x, gamma, beta }, attrs);
    const normalised = customGrad((...given) => {
      const [input, , shift, save] = given as unknown as [Tensor, Tensor, Tensor, GradSaveFunc];
      save([input, shift, mean!, variance!, scale!]);
      return {
        value: clone(y!),
        gradFunc: (dy: Tensor, saved: Tensor[]) => {
          const [x, beta, mean, variance, scale] = saved;
          const inputs = { x: x!, dy, beta: beta!, mean: mean!, variance: variance!, scale: scale! };
          return runKernel('BatchNormTrainingGrad', inputs, attrs);
        },
      };
    })(x, gamma, beta);
    const activated =
      activation === 'elu' ? elu(normalised) : activation === 'sigmoid' ? sigmoid(normalised) : normalised;
    return { y: activated as T, mean: mean as Tensor1D, variance: variance as Tensor1D };
  });
}

function runKernel(name: string, inputs: NamedTensorMap, attrs: object): Tensor[] {
  return engine().runKernel(name, inputs, attrs as unknown as NamedAttrMap) as unknown as Tensor[];
}

/** Whether an activation lets a gradient through or not, which the kernels decide themselves. */
function isThreshold(activation: string): activation is BatchNormTrainingAttrs['activation'] {
  return activation === 'linear' || activation === 'relu' || activation === 'relu6';
}

function assertChannels(x: Tensor, gamma: Tensor, beta: Tensor): void {
  const channels = x.shape.at(-1) ?? 0;
  if (x.size > 0 && gamma.size === channels && beta.size === channels) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `Batch normalisation takes x [..., channels], not empty, with gamma and beta [channels], but got x [${x.shape}], ` +
      `gamma [${gamma.shape}] and beta [${beta.shape}]. Give gamma and beta one value for each channel of x.`,
    { details: { x: x.shape, gamma: gamma.shape, beta: beta.shape } },
  );
}
