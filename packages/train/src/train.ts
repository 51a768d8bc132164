import { assertKnownOptions } from './assert-options.ts';
import { createCheckpointer, findCheckpoint } from './checkpointer.ts';
import { endEpoch } from './end-epoch.ts';
import { nextBatch } from './next-batch.ts';
import type { TrainOptions } from './options.ts';
import { resolveConfig } from './resolve-config.ts';
import { type TrainResult, trainResult } from './result.ts';
import { selectTrainingRuntime } from './select-training-runtime.ts';
import { initialState } from './state.ts';
import { startProgress, stepProgress } from './step-progress.ts';
import { createStopwatch } from './stopwatch.ts';
import { loadTeachers, type Teachers } from './teachers.ts';
import { trainStep } from './train-step.ts';
import { createTrainee, restoreTrainee } from './trainee.ts';
import { startEngine } from './training-engine.ts';

/**
 * Trains a network on a data set.
 *
 * The result is decided by the options alone: first weights, order of images, augmentation and dropout all come from
 * seeds. With `checkpoints` a training that was killed at any moment and resumed ends with the same weights, bit for
 * bit, as one that was not, on the same runtime with the same number of threads.
 *
 * Images are scaled to the architecture's input range. The caller's thread computes; the event loop turns once a step.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` naming an option; `FER_UNKNOWN_ID`, `FER_GRAPH_INVALID` for an architecture;
 * `FER_RUNTIME_UNAVAILABLE` for a runtime that cannot train; `FER_WEIGHTS_MISMATCH` for `initialWeights` and `from`;
 * `FER_GRAPH_UNSUPPORTED` for a network that can be given no new head;
 * `FER_TRAINING_DIVERGED` when it fails, with the last good checkpoint kept; `FER_OUTPUT_EXISTS`,
 * `FER_CHECKPOINT_NOT_FOUND`, `FER_CHECKPOINT_CORRUPT`, `FER_CHECKPOINT_MISMATCH`, see `TrainOptions.resume`. After an
 * abort the signal's reason.
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const { batches, signal, onProgress } = options;
  assertKnownOptions(options);
  signal?.throwIfAborted();
  const runtime = await selectTrainingRuntime(options);
  const config = await resolveConfig(options, runtime);
  const found = await findCheckpoint(options, config);
  const engine = await startEngine(runtime);
  const trainee = createTrainee(engine, config, options);
  const state = found?.checkpoint.state ?? initialState();
  const checkpointer = createCheckpointer(options, config, trainee, state);
  const stopwatch = createStopwatch(state);
  let teachers: Teachers | undefined;

  try {
    if (config.distillation !== null) {
      const { teachers: weights } = options.distillation!;
      teachers = await loadTeachers(weights, config.distillation, config, options.plugins);
    }
    if (found) restoreTrainee(trainee, found.checkpoint.tensors, options.checkpoints!.location);
    onProgress?.(startProgress(config, trainee, runtime, found));
    if (!found) await checkpointer.save();

    while (state.epoch < config.epochs && !state.stoppedEarly) {
      while (state.step < config.stepsPerEpoch) {
        stopwatch.start();
        const batch = await nextBatch(batches, config, state, teachers);
        await trainee.network.pause();
        signal?.throwIfAborted();
        const result = trainStep(trainee, batch, config, state);
        stopwatch.stop(batch.size);
        onProgress?.(stepProgress(config, state, result, batch.size, stopwatch.imagesPerSecond));
        await checkpointer.saveIfDue();
      }
      await endEpoch(trainee, config, state, options);
      await checkpointer.save();
    }
    return trainResult(engine.tfjs, config, state, trainee);
  } catch (error) {
    if (signal?.aborted && error === signal.reason) await checkpointer.save();
    throw error;
  } finally {
    trainee.optimizer.dispose();
    trainee.network.dispose();
    teachers?.dispose();
  }
}
