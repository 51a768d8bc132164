import type { LabelledImages } from '@fer/core';
import type { TrainConfig, ValidationMetric } from './config.ts';
import { assertFinite, checkValidationLoss } from './divergence.ts';
import type { TrainOptions } from './options.ts';
import type { EpochRecord, ValidationScore } from './progress.ts';
import { afterEpoch } from './schedule.ts';
import type { TrainingState } from './state.ts';
import { learningRate } from './train-step.ts';
import { resultingWeights, type Trainee, withResultingWeights } from './trainee.ts';
import { validate } from './validate.ts';

/**
 * Scores the network, keeps it if it is the best, and moves the state on to the next epoch. Nothing changes if it is
 * aborted.
 *
 * @throws FerError `FER_TRAINING_DIVERGED` if a weight or the validation loss is not finite
 */
export async function endEpoch(
  trainee: Trainee,
  config: TrainConfig,
  state: TrainingState,
  { validation, signal, onProgress }: Pick<TrainOptions, 'validation' | 'signal' | 'onProgress'>,
): Promise<void> {
  const { epoch, running } = state;
  const lastStep = { ...state, step: config.stepsPerEpoch - 1 };
  const position = { epoch, step: lastStep.step, learningRate: learningRate(config, lastStep) };
  for (const [name, { data }] of trainee.network.read()) assertFinite(name, data, position);

  const score = await scoreOn(validation);
  const improved = score === undefined || isBetter(score, state.best?.score, config.metric);
  if (score !== undefined) {
    checkValidationLoss(score.loss, position);
    if (improved) keepBest(score);
    else state.epochsSinceBest++;
    state.plateau = afterEpoch(config.schedule, state.plateau, improved);
    state.stoppedEarly =
      config.earlyStopping !== null && state.epochsSinceBest >= config.earlyStopping.patience;
    onProgress?.({ type: 'validation', epoch, improved, ...score });
  }

  const record: EpochRecord = {
    epoch,
    loss: running.loss / running.images,
    accuracy: running.correct / running.images,
    learningRate: position.learningRate,
    ...(score === undefined ? {} : { validation: score }),
    improved,
  };
  state.history.push(record);
  state.running = { loss: 0, correct: 0, images: 0 };
  state.epoch++;
  state.step = 0;
  onProgress?.({ type: 'epoch', ...record });

  async function scoreOn(images: LabelledImages | undefined): Promise<ValidationScore | undefined> {
    if (images === undefined) return undefined;
    return withResultingWeights(trainee, () =>
      validate(trainee.network, images, config.validationBatchSize, {
        signal,
        onProgress: (done) => onProgress?.({ type: 'validating', epoch, done, total: images.count }),
      }),
    );
  }

  function keepBest(best: ValidationScore): void {
    trainee.best = resultingWeights(trainee);
    state.best = { epoch, score: best };
    state.epochsSinceBest = 0;
  }
}

/** Equal is not better: of two epochs with one score the earlier is kept. */
function isBetter(
  score: ValidationScore,
  best: ValidationScore | undefined,
  metric: ValidationMetric,
): boolean {
  if (best === undefined) return true;
  return metric === 'accuracy' ? score.accuracy > best.accuracy : score.loss < best.loss;
}
