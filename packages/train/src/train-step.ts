import { batchGradients, type TaughtBatch } from './batch-gradients.ts';
import type { TrainConfig } from './config.ts';
import { checkLoss, type StepPosition } from './divergence.ts';
import { clippingFactor } from './gradient-clipping.ts';
import { assertFits } from './memory-demand.ts';
import { rateFactor } from './schedule.ts';
import type { TrainingState } from './state.ts';
import { averageWeights, type Trainee } from './trainee.ts';

export interface StepResult {
  readonly loss: number;
  readonly correct: number;
}

/**
 * One step: gradients of a batch, then new weights. On an error the weights that are trained are as they were.
 *
 * @throws FerError `FER_TRAINING_DIVERGED`; `FER_INVALID_ARGUMENT` if the batch does not fit into the runtime's memory
 */
export function trainStep(
  trainee: Trainee,
  batch: TaughtBatch,
  config: TrainConfig,
  state: TrainingState,
): StepResult {
  const { network, optimizer, memory } = trainee;
  const step = stepOf(config, state);
  const position = { epoch: state.epoch, step: state.step, learningRate: learningRate(config, state) };

  assertFits(
    memory.demand,
    Math.min(batch.size, config.microBatchSize ?? batch.size),
    memory.limit,
    config.architecture.id,
  );
  const { loss, correct, gradients } = batchGradients(network, batch, step, config);
  try {
    state.divergence = checkLoss(loss, state.divergence, config, position);
    const { learningRate } = position;
    const gradientFactor =
      config.clipNorm === null ? 1 : clippingFactor(optimizer.gradientNorm(gradients), config.clipNorm);
    optimizer.update(gradients, { step, learningRate, gradientFactor });
  } finally {
    for (const gradient of gradients) gradient.dispose();
  }

  averageWeights(trainee, config, step);
  state.step++;
  state.running.loss += loss * batch.size;
  state.running.correct += correct;
  state.running.images += batch.size;
  return { loss, correct };
}

/** The next step, counted over the whole training from 0. */
export function stepOf({ stepsPerEpoch }: Pick<TrainConfig, 'stepsPerEpoch'>, state: TrainingState): number {
  return state.epoch * stepsPerEpoch + state.step;
}

/** Of the next step. */
export function learningRate(config: TrainConfig, state: TrainingState): StepPosition['learningRate'] {
  const { stepsPerEpoch, epochs } = config;
  const position = {
    step: stepOf(config, state),
    stepsPerEpoch,
    epochs,
    plateauFactor: state.plateau.factor,
  };
  return config.learningRate * rateFactor(config.schedule, position);
}
