import type { LabelledImages } from '@fer/core';
import { type FaceDataset, SPLITS, selectSplit } from '@fer/dataset';

/** What a training sees of a data set. PrivateTest is not among it: nothing is chosen on it. */
export interface TrainingImages {
  readonly training: LabelledImages;
  /** PublicTest, if the data set has one. */
  readonly validation?: LabelledImages;
}

/**
 * @param limit takes only the first images of the Training split
 * @throws FerError `FER_DATA_SPLIT_MISSING` without a Training split
 */
export function selectTrainingImages(dataset: FaceDataset, limit = Number.POSITIVE_INFINITY): TrainingImages {
  const training = firstImages(selectSplit(dataset, 'training'), limit);
  const hasPublic = dataset.splits.includes(SPLITS.indexOf('public'));
  return hasPublic ? { training, validation: selectSplit(dataset, 'public') } : { training };
}

function firstImages(images: LabelledImages, limit: number): LabelledImages {
  if (limit >= images.count) return images;
  const area = images.width * images.height;
  return {
    ...images,
    count: limit,
    images: images.images.subarray(0, limit * area),
    labels: images.labels.subarray(0, limit),
  };
}
