import { FerError, type Runtime } from '@fer/core';
import { createBatches, type FaceDataset } from '@fer/dataset';
import type { TrainOptions, TrainResult } from '@fer/train';
import type { CommandContext } from '../command-context.ts';
import type { OpenRegistry } from '../plugins/open-registry.ts';
import { splitNames } from '../render/split-names.ts';
import { augmentationFromOptions } from './augmentation.ts';
import { logMetrics } from './metrics-log.ts';
import type { OutputFolder } from './output-folder.ts';
import type { RecordedWeights } from './recorded-weights.ts';
import { selectTrainingImages, trainingLabels } from './select-training-images.ts';
import type { Teacher } from './teachers.ts';
import type { TrainingOptions } from './train-options.ts';
import { given, trainerOptions } from './trainer-options.ts';
import { showTraining } from './training-progress.ts';

/** What a training runs with, besides its options and its data. */
export interface TrainingSetup extends OpenRegistry {
  readonly runtime: Runtime;
  /** What it goes on from; default: weights that are drawn. */
  readonly from?: RecordedWeights;
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
  { plugins, registry, runtime, from, teachers = [], folder, resume = false }: TrainingSetup,
  context: CommandContext,
): Promise<TrainResult> {
  const { createNodeCheckpointStore, train } = await import('@fer/train');
  const { batchSize, stepsPerEpoch, seed, earlyStopping, temperature, teacherShare } = options;
  const labels = trainingLabels(options);
  const splits = splitNames(dataset);
  const { training, validation } = selectTrainingImages(dataset, options);
  if (earlyStopping !== undefined && validation === undefined) {
    throw new FerError(
      'FER_DATA_SPLIT_MISSING',
      `--early-stopping watches the ${splits.public} split, and ${dataset.name} has none. Leave it out.`,
      { details: { split: 'public' } },
    );
  }
  const imagesPerEpoch = stepsPerEpoch === undefined ? training.count : stepsPerEpoch * batchSize;
  const shown = showTraining(context, { batchSize, imagesPerEpoch, splits });
  try {
    return await train({
      ...trainerOptions(options),
      ...networkOptions(labels, options, { registry, from }),
      plugins,
      runtime,
      batches: createBatches(training, {
        batchSize,
        seed,
        stepsPerEpoch,
        classes: labels.length,
        augment: augmentationFromOptions(options, registry),
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

/** A network that is built, or one of weights: with a new head unless its labels are those of the data. */
function networkOptions(
  labels: readonly string[],
  { architecture, architectureOptions, freeze }: TrainingOptions,
  { registry, from }: Pick<TrainingSetup, 'registry' | 'from'>,
): Pick<TrainOptions, 'architecture' | 'architectureOptions' | 'labels' | 'from' | 'newHead' | 'freeze'> {
  if (from === undefined) {
    return { architecture: registry.architectures.get(architecture), architectureOptions, labels };
  }
  const { weights } = from;
  const isSame =
    labels.length === weights.labels.length && labels.every((label, at) => label === weights.labels[at]);
  return {
    from: weights,
    ...(!isSame && { newHead: labels }),
    ...(freeze !== undefined && { freeze: { upTo: freeze } }),
  };
}
