import { FerError } from '@fer/core';
import {
  clone,
  customGrad,
  type GradSaveFunc,
  mul,
  type Rank,
  reshape,
  type Scalar,
  slice,
  type Tensor,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import { activeContext } from '../active-context.ts';
import { softmaxCrossEntropy } from '../steps/softmax-cross-entropy.ts';
import { newTensor } from './new-tensor.ts';

export interface SoftmaxCrossEntropyOptions {
  /** The share of each target that is spread evenly over all classes, 0..1; default 0. */
  readonly labelSmoothing?: number;
  /** `[classes]`, how much a row of each class counts; default: all the same. */
  readonly classWeights?: ArrayLike<number> | null;
}

/**
 * Softmax, cross-entropy and their gradient in one pass; for many classes, where `tf.losses.softmaxCrossEntropy` takes
 * a dozen. The loss is the weighted mean `Σ w(label) loss / Σ w(label)`, as in PyTorch's `CrossEntropyLoss`, of targets
 * `(1 - labelSmoothing) one-hot + labelSmoothing / classes` (Szegedy et al. 2016, arXiv:1512.00567).
 *
 * @param logits `[rows, classes]`, float32 on the wasm backend; neither is 0
 * @param labels `[rows]`, 0..classes-1
 * @returns `loss`, in nats, differentiable by the logits; `correct`, how many rows have their highest logit at their label
 * @throws FerError `FER_INVALID_ARGUMENT` for labels or weights that do not fit, `FER_RUNTIME_UNAVAILABLE` before
 * `registerWasmBackend`
 */
export function fusedSoftmaxCrossEntropy(
  logits: Tensor2D,
  labels: ArrayLike<number>,
  { labelSmoothing = 0, classWeights = null }: SoftmaxCrossEntropyOptions = {},
): { loss: Scalar; correct: Scalar } {
  const [rows, classes] = logits.shape;
  assertLabels(labels, rows, classes);
  if (classWeights) assertWeights(classWeights, classes);
  const context = activeContext();
  const { heap, run, count } = context;

  return tidy(() => {
    const gradient = newTensor(context, logits.shape);
    const sums = newTensor(context, [2]);
    const sizes = { labels: rows, classWeights: classes, workspace: rows * 2 };
    heap.withWorkspace(sizes, (at) => {
      heap.writeInt32(at.labels, Array.from(labels));
      if (classWeights) heap.writeFloat32(at.classWeights, classWeights);
      const addresses = {
        ...at,
        classWeights: classWeights ? at.classWeights : 0,
        logits: heap.address(logits),
        gradient: heap.address(gradient),
        sums: heap.address(sums),
      };
      for (const step of softmaxCrossEntropy(addresses, rows, classes, labelSmoothing)) run(step);
    });
    count('softmax_cross_entropy');

    const [mean, correct] = [
      reshape<Rank.R0>(slice(sums, 0, 1), []),
      reshape<Rank.R0>(slice(sums, 1, 1), []),
    ];
    const lossOf = customGrad((_logits, save) => {
      (save as GradSaveFunc)([gradient]);
      return { value: clone(mean), gradFunc: (dy: Tensor, [saved]: Tensor[]) => mul(saved!, dy) };
    });
    return { loss: lossOf(logits) as Scalar, correct };
  });
}

function assertLabels(labels: ArrayLike<number>, rows: number, classes: number): void {
  if (labels.length !== rows) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `There are logits of ${rows} rows but ${labels.length} labels. Give one label for each row.`,
      { details: { rows, labels: labels.length } },
    );
  }
  for (let row = 0; row < rows; row++) {
    const label = labels[row]!;
    if (Number.isInteger(label) && label >= 0 && label < classes) continue;
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `Row ${row} has label ${label}, but there are ${classes} classes, 0 to ${classes - 1}. Train on labelled images.`,
      { details: { row, label, classes } },
    );
  }
}

function assertWeights(weights: ArrayLike<number>, classes: number): void {
  if (weights.length === classes) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `There are ${classes} classes but ${weights.length} class weights. Give one weight for each class.`,
    { details: { classes, weights: weights.length } },
  );
}
