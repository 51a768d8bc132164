import { FerError, type Runtime } from '@fer/core';
import { createBatches, type FaceDataset } from '@fer/dataset';
import type { TrainResult } from '@fer/train';
import type { CommandContext } from '../command-context.ts';
import type { OpenRegistry } from '../plugins/open-registry.ts';
import { augmentationFromOptions } from './augmentation.ts';
import { logMetrics } from './metrics-log.ts';
import type { OutputFolder } from './output-folder.ts';
import { selectTrainingImages, trainingLabels } from './select-training-images.ts';
import type { Teacher } from './teachers.ts';
import type { TrainingOptions } from './train-options.ts';
import { given, trainerOptions } from './trainer-options.ts';
import { showTraining } from './training-progress.ts';

/** What a training runs with, besides its options and its data. */
export interface TrainingSetup extends OpenRegistry {
  readonly runtime: Runtime;
  /** Default: none. */
  readonly teachers?: readonly Teacher[];
  /** Where checkpoints and the log of metrics go; without it there are none. */
  readonly folder?: OutputFolder;
  /** Whether to go on with what is in the folder. */
  readonly resume?: boolean;
}

/**
 * Trains as the options say.
 *
 * @throws FerError whatever `train` throws
 */
export async function runTraining(
  dataset: FaceDataset,
  options: TrainingOptions,
  { plugins, registry, runtime, teachers = [], folder, resume = false }: TrainingSetup,
  context: CommandContext,
): Promise<TrainResult> {
  const { createNodeCheckpointStore, train } = await import('@fer/train');
  const { batchSize, stepsPerEpoch, seed, earlyStopping, temperature, teacherShare } = options;
  const labels = trainingLabels(options);
  const { training, validation } = selectTrainingImages(dataset, options);
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
      ...trainerOptions(options),
      architecture: registry.architectures.get(options.architecture),
      plugins,
      labels,
      runtime,
      batches: createBatches(training, {
        batchSize,
        seed,
        stepsPerEpoch,
        classes: labels.length,
        augment: augmentationFromOptions(options),
      }),
      validation,
      distillation:
        teachers.length === 0
          ? undefined
          : {
              teachers: teachers.map(({ weights }) => weights),
              ...given({ temperature, share: teacherShare }),
            },
      checkpoints: folder && createNodeCheckpointStore(folder.checkpoints),
      // A training may have been stopped before its first checkpoint.
      resume: resume ? 'if-present' : false,
      signal: context.signal,
      onProgress(event) {
        shown.onProgress(event);
        if (folder) logMetrics(folder.metrics, event);
      },
    });
  } finally {
    shown.finish();
  }
}
