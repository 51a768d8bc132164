import { FerError } from '@fer/core';

export interface LossOptions {
  /** The share of each target that is spread evenly over all classes, 0..1; default 0. */
  readonly labelSmoothing?: number;
  /** `[classes]`, how much an image of each class counts; default: all the same. */
  readonly classWeights?: readonly number[] | null;
}

export interface Loss {
  /** In nats; the mean over the batch. */
  readonly loss: number;
  /** Images whose highest logit is the one of their label. */
  readonly correct: number;
  /** `[batch, classes]`, the derivative of `loss` by each logit. */
  readonly gradient: Float32Array;
}

/**
 * Softmax cross-entropy and its gradient, computed in double precision: the logits of a batch are few, and this way
 * the loss is the same on every runtime.
 *
 * The targets are `(1 - labelSmoothing) one-hot + labelSmoothing / classes` (Szegedy et al. 2016, arXiv:1512.00567).
 * With class weights the mean is weighted, `Σ w(label) loss / Σ w(label)` over the batch, as in PyTorch's
 * `CrossEntropyLoss`, so that the size of a step does not depend on which classes a batch happens to hold.
 *
 * @param logits `[batch, classes]`
 * @param labels `[batch]`, 0..classes-1
 * @throws FerError `FER_INVALID_ARGUMENT` for a label that is not a class
 */
export function softmaxCrossEntropy(
  logits: ArrayLike<number>,
  labels: Uint8Array,
  { labelSmoothing = 0, classWeights = null }: LossOptions = {},
): Loss {
  const batch = labels.length;
  const classes = logits.length / batch;
  const gradient = new Float32Array(logits.length);
  assertLabels(labels, classes);
  const totalWeight = batchWeight(labels, classWeights);
  const offTarget = labelSmoothing / classes;
  const onTarget = 1 - labelSmoothing + offTarget;
  let loss = 0;
  let correct = 0;

  for (let image = 0; image < batch; image++) {
    const row = image * classes;
    const label = labels[image]!;
    const share = totalWeight === 0 ? 0 : (classWeights === null ? 1 : classWeights[label]!) / totalWeight;

    let best = 0;
    for (let k = 1; k < classes; k++) if (logits[row + k]! > logits[row + best]!) best = k;
    if (best === label) correct++;

    const highest = logits[row + best]!;
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += Math.exp(logits[row + k]! - highest);
    const logSum = Math.log(sum);
    for (let k = 0; k < classes; k++) {
      const logProbability = logits[row + k]! - highest - logSum;
      const target = k === label ? onTarget : offTarget;
      if (target !== 0) loss -= share * target * logProbability;
      gradient[row + k] = share * (Math.exp(logProbability) - target);
    }
  }
  return { loss, correct, gradient };
}

/** What a batch counts: the sum of its images' class weights, or their number. */
export function batchWeight(labels: Uint8Array, classWeights: readonly number[] | null): number {
  if (classWeights === null) return labels.length;
  return labels.reduce((total, label) => total + classWeights[label]!, 0);
}

function assertLabels(labels: Uint8Array, classes: number): void {
  const image = labels.findIndex((label) => label >= classes);
  if (image < 0) return;
  const label = labels[image]!;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `Image ${image} of a batch has label ${label}, but the network has ${classes} classes, 0 to ${classes - 1}. ` +
      'Train on labelled images, and give `labels` as many names as the data has classes.',
    { details: { image, label, classes } },
  );
}
