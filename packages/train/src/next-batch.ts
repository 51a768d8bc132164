import type { BatchSource } from '@fer/core';
import type { TaughtBatch } from './batch-gradients.ts';
import type { TrainConfig } from './config.ts';
import { mixImages } from './mix-images.ts';
import type { TrainingState } from './state.ts';
import type { Teachers } from './teachers.ts';
import { stepOf } from './train-step.ts';

/** What the next step learns from: a batch of the source, mixed, and the teachers' answers to it. */
export async function nextBatch(
  source: BatchSource,
  config: TrainConfig,
  state: TrainingState,
  teachers: Teachers | undefined,
): Promise<TaughtBatch> {
  const drawn = source.batch(state.epoch, state.step);
  const batch = mixImages(drawn, config.input, config.labels.length, config, {
    seed: config.seed,
    step: stepOf(config, state),
    totalSteps: config.epochs * config.stepsPerEpoch,
  });
  return teachers === undefined ? batch : { ...batch, taught: await teachers.answer(batch) };
}
