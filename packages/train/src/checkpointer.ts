import { FerError } from '@fer/core';
import { encodeCheckpoint } from './checkpoint-format.ts';
import { assertSameConfig } from './compare-config.ts';
import { TRAINING_DEFAULTS, type TrainConfig } from './config.ts';
import { assertFinite } from './divergence.ts';
import { holdsCheckpoint, type OpenedCheckpoint, openCheckpoint } from './open-checkpoint.ts';
import type { TrainOptions } from './options.ts';
import type { TrainingState } from './state.ts';
import { learningRate } from './train-step.ts';
import { type Trainee, traineeTensors } from './trainee.ts';

/** Writes checkpoints of one training. */
export interface Checkpointer {
  /**
   * Writes one, unless the training has not moved since the last or may be about to diverge: the last good one stays.
   *
   * @throws FerError `FER_TRAINING_DIVERGED` instead of writing a number that is not finite
   */
  save(): Promise<void>;
  /** Writes one if enough steps or time have gone by. */
  saveIfDue(): Promise<void>;
}

/** Does nothing where the options have no store. */
export function createCheckpointer(
  { checkpoints: store, checkpointEverySteps, onProgress }: TrainOptions,
  config: TrainConfig,
  trainee: Trainee,
  state: TrainingState,
): Checkpointer {
  let saved = '';
  let stepsSince = 0;
  let savedAt = performance.now();

  const save = async (): Promise<void> => {
    const { epoch, step } = state;
    if (store === undefined || saved === `${epoch}/${step}` || state.divergence.highSteps > 0) return;
    const tensors = traineeTensors(trainee);
    const position = { epoch, step, learningRate: learningRate(config, state) };
    for (const [name, data] of tensors) assertFinite(name, data, position);
    const bytes = await encodeCheckpoint({ config, state, tensors });
    await store.write(bytes);
    saved = `${epoch}/${step}`;
    stepsSince = 0;
    savedAt = performance.now();
    onProgress?.({ type: 'checkpoint', epoch, step, byteLength: bytes.length });
  };

  return {
    save,
    async saveIfDue() {
      stepsSince++;
      const due =
        checkpointEverySteps === undefined
          ? performance.now() - savedAt >= 1000 * TRAINING_DEFAULTS.checkpointEverySeconds
          : stepsSince >= checkpointEverySteps;
      // The end of an epoch writes one of its own, after the validation.
      if (due && state.step < config.stepsPerEpoch) await save();
    },
  };
}

/**
 * The checkpoint to go on from, or `undefined` to begin.
 *
 * @throws FerError `FER_CHECKPOINT_NOT_FOUND`, `FER_CHECKPOINT_CORRUPT` or `FER_CHECKPOINT_MISMATCH` where a resume was
 * asked for and cannot be; `FER_OUTPUT_EXISTS` where it was not and the store is taken
 */
export async function findCheckpoint(
  { checkpoints: store, resume = false }: TrainOptions,
  config: TrainConfig,
): Promise<OpenedCheckpoint | undefined> {
  if (store === undefined) {
    if (resume === false) return undefined;
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      'train: `resume` needs `checkpoints` to resume from; give a store.',
      {
        details: { option: 'checkpoints' },
      },
    );
  }
  const { location } = store;
  if (resume === false) {
    if (!(await holdsCheckpoint(store))) return undefined;
    throw new FerError(
      'FER_OUTPUT_EXISTS',
      `There is a checkpoint in ${location} already. Set \`resume\` to go on with that training, or give this one another place.`,
      { details: { location } },
    );
  }

  const opened = await openCheckpoint(store);
  if (opened === undefined) {
    if (resume === 'if-present') return undefined;
    throw new FerError(
      'FER_CHECKPOINT_NOT_FOUND',
      `There is no checkpoint in ${location} to resume. Begin without \`resume\`, or give the place of the training to go on with.`,
      { details: { location } },
    );
  }
  assertSameConfig(opened.checkpoint.config, config, location);
  return opened;
}
