import { type Batch, FerError } from '@fer/core';

/** What the images of a batch should come to. */
export interface Answers extends Pick<Batch, 'labels' | 'targets' | 'size'> {
  /** What the teachers say, where there are any. */
  readonly taught?: TaughtAnswers;
}

/** Knowledge distillation (Hinton, Vinyals and Dean 2015, arXiv:1503.02531). */
export interface TaughtAnswers {
  /** `[batch, classes]`, the teachers' probabilities at `temperature`. */
  readonly probabilities: Float32Array;
  /** Divides logits before the softmax; above 1 it shows what else a teacher thought of. */
  readonly temperature: number;
  /** How much of the loss is the teachers', 0..1. */
  readonly share: number;
}

export interface LossOptions {
  /** The share of each target that is spread evenly over all classes, 0..1; default 0. */
  readonly labelSmoothing?: number;
  /** `[classes]`, how much an image of each class counts; default: all the same. */
  readonly classWeights?: readonly number[] | null;
}

export interface Loss {
  /** In nats; the mean over the batch. */
  readonly loss: number;
  /** Images whose highest logit is the one of their label, or without labels of their highest target. */
  readonly correct: number;
  /** `[batch, classes]`, the derivative of `loss` by each logit. */
  readonly gradient: Float32Array;
}

/**
 * Softmax cross-entropy and its gradient, computed in double precision: the logits of a batch are few, and this way
 * the loss is the same on every runtime.
 *
 * The targets are those of the batch, or one-hot for its labels, smoothed to
 * `(1 - labelSmoothing) target + labelSmoothing / classes` (Szegedy et al. 2016, arXiv:1512.00567).
 * With class weights the mean is weighted, `Σ w loss / Σ w` over the batch, where an image's `w` is the mean of the class
 * weights by its target: for labels as in PyTorch's `CrossEntropyLoss`, so that the size of a step does not depend on
 * which classes a batch happens to hold.
 *
 * With teachers each image's loss is `(1 - share) CE(target, p) + share T² CE(teachers at T, p at T)`; the `T²` keeps the
 * size of the second gradient as T changes (Hinton et al., section 2).
 *
 * @param logits `[batch, classes]`
 * @throws FerError `FER_INVALID_ARGUMENT` for a label that is not a class, and for answers of another size
 */
export function softmaxCrossEntropy(
  logits: ArrayLike<number>,
  answers: Answers,
  { labelSmoothing = 0, classWeights = null }: LossOptions = {},
): Loss {
  const { labels, targets, taught, size } = answers;
  const classes = logits.length / size;
  assertAnswers(answers, classes);
  const gradient = new Float32Array(logits.length);
  const totalWeight = batchWeight(answers, classWeights, classes);
  const offTarget = labelSmoothing / classes;
  const labelShare = taught === undefined ? 1 : 1 - taught.share;
  let loss = 0;
  let correct = 0;

  for (let image = 0; image < size; image++) {
    const row = image * classes;
    const label = labels?.[image] ?? highest(targets!, row, classes);
    const weight = imageWeight(answers, image, classWeights, classes);
    const share = totalWeight === 0 ? 0 : weight / totalWeight;

    const best = highest(logits, row, classes);
    if (best === label) correct++;

    const top = logits[row + best]!;
    const logSum = logSumOf(logits, row, classes, top, 1);
    for (let k = 0; k < classes; k++) {
      const logProbability = logits[row + k]! - top - logSum;
      const plain = targets === undefined ? (k === label ? 1 : 0) : targets[row + k]!;
      const target = (1 - labelSmoothing) * plain + offTarget;
      if (target !== 0) loss -= share * labelShare * target * logProbability;
      gradient[row + k] = share * labelShare * (Math.exp(logProbability) - target);
    }
    if (taught === undefined) continue;

    const { probabilities, temperature } = taught;
    const weightOfTeachers = share * taught.share;
    const softLogSum = logSumOf(logits, row, classes, top, temperature);
    for (let k = 0; k < classes; k++) {
      const logProbability = (logits[row + k]! - top) / temperature - softLogSum;
      const target = probabilities[row + k]!;
      if (target !== 0) loss -= weightOfTeachers * temperature ** 2 * target * logProbability;
      gradient[row + k]! += weightOfTeachers * temperature * (Math.exp(logProbability) - target);
    }
  }
  return { loss, correct, gradient };
}

/** What some images count: the sum of their weights, or their number. */
export function batchWeight(
  answers: Answers,
  classWeights: readonly number[] | null,
  classes: number,
): number {
  if (classWeights === null) return answers.size;
  let total = 0;
  for (let image = 0; image < answers.size; image++)
    total += imageWeight(answers, image, classWeights, classes);
  return total;
}

function imageWeight(
  { labels, targets }: Answers,
  image: number,
  classWeights: readonly number[] | null,
  classes: number,
): number {
  if (classWeights === null) return 1;
  if (targets === undefined) return classWeights[labels![image]!]!;
  return classWeights.reduce((sum, weight, k) => sum + weight * targets[image * classes + k]!, 0);
}

/** Log of the sum of `exp((logit - top) / temperature)` over one row. */
function logSumOf(
  logits: ArrayLike<number>,
  row: number,
  classes: number,
  top: number,
  temperature: number,
): number {
  let sum = 0;
  for (let k = 0; k < classes; k++) sum += Math.exp((logits[row + k]! - top) / temperature);
  return Math.log(sum);
}

function highest(values: ArrayLike<number>, row: number, classes: number): number {
  let best = 0;
  for (let k = 1; k < classes; k++) if (values[row + k]! > values[row + best]!) best = k;
  return best;
}

function assertAnswers({ labels, targets, size }: Answers, classes: number): void {
  if (labels === undefined && targets === undefined) {
    throw new FerError('FER_INVALID_ARGUMENT', 'A batch must have labels or targets, but has neither.');
  }
  if (targets !== undefined && targets.length !== size * classes) {
    const received = targets.length / size;
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `A batch has targets for ${received} classes, but the network has ${classes}. Give \`labels\` as many names as the ` +
        'targets have classes.',
      { details: { received, classes } },
    );
  }
  // Where there are targets, a label that is no class only counts as wrong.
  if (targets === undefined) assertLabels(labels!, classes);
}

/** @throws FerError `FER_INVALID_ARGUMENT` for a label that is not a class */
export function assertLabels(labels: Uint8Array, classes: number): void {
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
