import { EMOTIONS, type LabelledImages } from '@fer/core';
import { type FaceDataset, FER_PLUS_LABELS, SPLITS, selectFerPlus, selectSplit } from '@fer/dataset';
import type { TrainingOptions } from './train-options.ts';

/** What a training sees of a data set. PrivateTest is not among it: nothing is chosen on it. */
export interface TrainingImages {
  readonly training: LabelledImages;
  /** PublicTest, if the data set has one. */
  readonly validation?: LabelledImages;
}

/**
 * @param targets `ferplus`: the eight classes of `FER_PLUS_LABELS`, with soft labels to train on, and PublicTest's images
 * on which the majority agrees
 * @param limit takes only the first images of the Training split
 * @throws FerError `FER_DATA_SPLIT_MISSING` without a Training split
 */
export function selectTrainingImages(
  dataset: FaceDataset,
  options: Pick<TrainingOptions, 'targets' | 'limit'>,
): TrainingImages {
  const { targets, limit = Number.POSITIVE_INFINITY } = options;
  const all = targets === 'ferplus' ? selectFerPlus(dataset, 'training') : selectSplit(dataset, 'training');
  const validation = selectValidationImages(dataset, options);
  return { training: firstImages(all, limit), ...(validation && { validation }) };
}

/** What a training is scored on while it runs: PublicTest, if the data set has one. */
export function selectValidationImages(
  dataset: FaceDataset,
  { targets }: Pick<TrainingOptions, 'targets'>,
): LabelledImages | undefined {
  if (!dataset.splits.includes(SPLITS.indexOf('public'))) return undefined;
  return targets === 'ferplus'
    ? selectFerPlus(dataset, 'public', { rows: 'majority' })
    : selectSplit(dataset, 'public');
}

/** The names of the classes of these images. */
export function trainingLabels({
  targets,
  labels = EMOTIONS,
}: Pick<TrainingOptions, 'targets' | 'labels'>): readonly string[] {
  return targets === 'ferplus' ? FER_PLUS_LABELS : labels;
}

function firstImages(images: LabelledImages, limit: number): LabelledImages {
  if (limit >= images.count) return images;
  const area = images.width * images.height;
  return {
    ...images,
    count: limit,
    images: images.images.subarray(0, limit * area),
    labels: images.labels.subarray(0, limit),
    ...(images.targets && {
      targets: images.targets.subarray(0, (limit * images.targets.length) / images.count),
    }),
  };
}
