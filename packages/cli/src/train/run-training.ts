import { FerError, type Runtime } from '@fer/core';
import { createBatches, type FaceDataset, standardAugmentation } from '@fer/dataset';
import type { TrainResult } from '@fer/train';
import type { CommandContext } from '../command-context.ts';
import type { OpenRegistry } from '../plugins/open-registry.ts';
import { logMetrics } from './metrics-log.ts';
import type { OutputFolder } from './output-folder.ts';
import { scheduleFromOptions } from './schedule.ts';
import { selectTrainingImages } from './select-training-images.ts';
import type { TrainingOptions } from './train-options.ts';
import { showTraining } from './training-progress.ts';

/** Where a training leaves what it makes on the way. */
export interface TrainingPlace {
  readonly folder: OutputFolder;
  /** Whether to go on with what is there. */
  readonly resume: boolean;
}

/**
 * Trains as the options say.
 *
 * @param place of checkpoints and the log of metrics; without it there are none
 * @throws FerError whatever `train` throws
 */
export async function runTraining(
  dataset: FaceDataset,
  options: TrainingOptions,
  { plugins, registry }: OpenRegistry,
  runtime: Runtime,
  context: CommandContext,
  place?: TrainingPlace,
): Promise<TrainResult> {
  const { createNodeCheckpointStore, train } = await import('@fer/train');
  const { batchSize, stepsPerEpoch, seed, weightDecay, earlyStopping } = options;
  const { training, validation } = selectTrainingImages(dataset, options.limit);
  if (earlyStopping !== undefined && validation === undefined) {
    throw new FerError(
      'FER_DATA_SPLIT_MISSING',
      `--early-stopping watches the PublicTest split, and ${dataset.name} has none. Leave it out.`,
      { details: { split: 'public' } },
    );
  }
  const imagesPerEpoch = stepsPerEpoch === undefined ? training.count : stepsPerEpoch * batchSize;
  const shown = showTraining(context, { batchSize, imagesPerEpoch });
  try {
    return await train({
      architecture: registry.architectures.get(options.architecture),
      plugins,
      runtime,
      batches: createBatches(training, {
        batchSize,
        seed,
        stepsPerEpoch,
        augment: options.augment ? standardAugmentation() : undefined,
      }),
      validation,
      epochs: options.epochs,
      seed,
      optimizer: { type: options.optimizer, weightDecay },
      learningRate: options.learningRate,
      schedule: scheduleFromOptions(options),
      classWeights: options.classWeights ? 'balanced' : undefined,
      labelSmoothing: options.labelSmoothing,
      microBatchSize: options.microBatchSize,
      earlyStopping: earlyStopping === undefined ? undefined : { patience: earlyStopping },
      checkpoints: place && createNodeCheckpointStore(place.folder.checkpoints),
      // A training may have been stopped before its first checkpoint.
      resume: place?.resume ? 'if-present' : false,
      signal: context.signal,
      onProgress(event) {
        shown.onProgress(event);
        if (place) logMetrics(place.folder.metrics, event);
      },
    });
  } finally {
    shown.finish();
  }
}
