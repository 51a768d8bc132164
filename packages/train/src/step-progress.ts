import type { Runtime } from '@fer/core';
import type { TrainConfig } from './config.ts';
import type { OpenedCheckpoint } from './open-checkpoint.ts';
import type { TrainProgress } from './progress.ts';
import type { TrainingState } from './state.ts';
import { learningRate, type StepResult } from './train-step.ts';
import type { Trainee } from './trainee.ts';

export function startProgress(
  { epochs, stepsPerEpoch }: TrainConfig,
  { network }: Trainee,
  runtime: Runtime,
  found: OpenedCheckpoint | undefined,
): TrainProgress {
  const warning = runtime.training?.warning;
  return {
    type: 'start',
    epochs,
    stepsPerEpoch,
    parameters: network.variables.reduce((sum, { size }) => sum + size, 0),
    ...(warning === undefined ? {} : { warning }),
    ...(found === undefined ? {} : { resumedFrom: resumePoint(found) }),
  };
}

function resumePoint({ checkpoint, isNewerDamaged }: OpenedCheckpoint) {
  const { epoch, step } = checkpoint.state;
  return { epoch, step, previous: isNewerDamaged };
}

/** @param state after the step */
export function stepProgress(
  config: TrainConfig,
  state: TrainingState,
  { loss, correct }: StepResult,
  batchSize: number,
  imagesPerSecond: number,
): TrainProgress {
  const { epoch, running } = state;
  const step = state.step - 1;
  return {
    type: 'step',
    epoch,
    step,
    loss,
    accuracy: correct / batchSize,
    epochLoss: running.loss / running.images,
    epochAccuracy: running.correct / running.images,
    learningRate: learningRate(config, { ...state, step }),
    imagesPerSecond,
  };
}
