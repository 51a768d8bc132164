import { describeValue, FerError, type LabelledImages, UNLABELLED } from '@fer/core';

/** How far the sum of a row of targets may be from 1: float32 rounds, and so do files. */
const SUM_TOLERANCE = 1e-3;

/**
 * Checks that there are images, and that every one has a label and, where there are soft labels, a distribution.
 *
 * @param classes how many there are: labels go up to one less, and a row of targets has as many numbers
 * @throws FerError `FER_DATA_EMPTY`; `FER_INVALID_ARGUMENT` naming the image
 */
export function assertLabelledImages(data: LabelledImages, classes: number): void {
  const { images, labels, targets, count, width, height } = data;
  if (count === 0) {
    throw new FerError(
      'FER_DATA_EMPTY',
      'createBatches: there are no images. Give it a split that has some.',
    );
  }
  if (images.length !== count * width * height || labels.length !== count) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `createBatches: ${count} images of ${width}×${height} need ${count * width * height} bytes and ${count} labels, ` +
        `but there are ${images.length} bytes and ${labels.length} labels.`,
      { details: { count, width, height, bytes: images.length, labels: labels.length } },
    );
  }
  assertLabels(labels, classes);
  if (targets !== undefined) assertTargets(targets, count, classes);
}

function assertLabels(labels: Uint8Array, classes: number): void {
  const image = labels.findIndex((label) => label >= classes);
  if (image < 0) return;
  const label = labels[image]!;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    label === UNLABELLED
      ? `createBatches: image ${image} has no label; a training needs one for every image. Leave unlabelled images out.`
      : `createBatches: image ${image} has label ${label}, but labels go from 0 to ${classes - 1}.`,
    { details: { image, label } },
  );
}

function assertTargets(targets: Float32Array, count: number, classes: number): void {
  if (!(targets instanceof Float32Array) || targets.length !== count * classes) {
    const given = targets instanceof Float32Array ? `${targets.length} numbers` : describeValue(targets);
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `createBatches: \`targets\` of ${count} images and ${classes} classes must be a Float32Array of ${count * classes} numbers, but are ${given}.`,
      { details: { count, classes } },
    );
  }
  for (let image = 0; image < count; image++) {
    let sum = 0;
    for (let at = image * classes; at < (image + 1) * classes; at++) {
      const target = targets[at]!;
      // NaN fails, too; infinity fails by the sum.
      if (!(target >= 0)) throw badTargets(image, `must be at least 0, but one is ${target}`);
      sum += target;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) throw badTargets(image, `must sum to 1, but sum to ${sum}`);
  }
}

function badTargets(image: number, problem: string): FerError {
  return new FerError('FER_INVALID_ARGUMENT', `createBatches: the targets of image ${image} ${problem}.`, {
    details: { image },
  });
}
