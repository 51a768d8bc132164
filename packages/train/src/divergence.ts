import { FerError } from '@fer/core';
import type { TrainConfig } from './config.ts';
import type { DivergenceState } from './state.ts';

/** Where a training was when it failed. */
export interface StepPosition {
  readonly epoch: number;
  readonly step: number;
  readonly learningRate: number;
}

/**
 * The state after a step with this loss. It counts as too high beyond `limit.factor` times the loss of the first step,
 * or that of guessing, ln(classes), where a training starts better than that.
 *
 * @throws FerError `FER_TRAINING_DIVERGED` if the loss is no finite number or has been too high for too long
 */
export function checkLoss(
  loss: number,
  state: DivergenceState,
  { divergence: limit, labels }: Pick<TrainConfig, 'divergence' | 'labels'>,
  position: StepPosition,
): DivergenceState {
  if (!Number.isFinite(loss)) throw diverged(`the loss became ${loss}`, loss, position);
  const firstLoss = state.firstLoss ?? loss;
  const usual = Math.max(firstLoss, Math.log(labels.length));
  const highSteps = loss > limit.factor * usual ? state.highSteps + 1 : 0;
  if (highSteps >= limit.steps) {
    throw diverged(
      `the loss is ${loss.toPrecision(4)}, and for ${highSteps} steps it was over ${limit.factor} times the ${usual.toPrecision(4)} of the start`,
      loss,
      position,
    );
  }
  return { firstLoss, highSteps };
}

/** @throws FerError `FER_TRAINING_DIVERGED` if a number of `data` is not finite */
export function assertFinite(name: string, data: Float32Array, position: StepPosition): void {
  // The sum of x - x is 0 unless an x is NaN or infinite.
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]! - data[i]!;
  if (sum !== 0) throw diverged(`the tensor '${name}' has numbers that are not finite`, undefined, position);
}

/** @throws FerError `FER_TRAINING_DIVERGED` if the loss is no finite number */
export function checkValidationLoss(loss: number, position: StepPosition): void {
  if (!Number.isFinite(loss))
    throw diverged(`the loss on the validation images became ${loss}`, loss, position);
}

function diverged(problem: string, loss: number | undefined, position: StepPosition): FerError {
  const { epoch, step, learningRate } = position;
  return new FerError(
    'FER_TRAINING_DIVERGED',
    `Training diverged in step ${step} of epoch ${epoch} (both from 0): ${problem}. ` +
      `Try a learning rate below ${learningRate.toPrecision(3)}, a warm-up or \`clipNorm\`; the last checkpoint is intact.`,
    { details: { epoch, step, learningRate, loss } },
  );
}
