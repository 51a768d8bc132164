import {
  assertOptions,
  EMOTIONS,
  FerError,
  type InputSpec,
  type LabelledImages,
  type Network,
  nextTask,
  preprocessFace,
  scaleToRange,
  UNLABELLED,
} from '@fer/core';
import { type Calibration, calibration } from './calibration.ts';
import {
  accuracy,
  balancedAccuracy,
  type ClassMetrics,
  classMetrics,
  confusionMatrix,
} from './confusion-matrix.ts';
import { crossEntropy, predictedClasses } from './metrics.ts';

export interface EvaluateOptions {
  /** What the network expects to see. */
  readonly input: InputSpec;
  /** The network's outputs, in order; default: `EMOTIONS`. */
  readonly labels?: readonly string[];
  /** Default 64. */
  readonly batchSize?: number;
  /** Told after each batch how many images are done. */
  readonly onProgress?: (progress: { readonly done: number; readonly count: number }) => void;
  readonly signal?: AbortSignal;
}

const OPTIONS = {
  input: true,
  labels: true,
  batchSize: true,
  onProgress: true,
  signal: true,
} as const satisfies Record<keyof EvaluateOptions, true>;

/** How well a network does on some data. Plain data without NaN: survives JSON. */
export interface Evaluation {
  readonly count: number;
  /** Mean cross-entropy, natural logarithm. */
  readonly loss: number;
  /** The part that was called right, 0..1. */
  readonly top1: number;
  /** Mean recall of the classes that the data has, 0..1. */
  readonly balancedAccuracy: number;
  /** In the order of the network's labels, those that the data lacks too (support 0). */
  readonly perClass: readonly ClassMetrics[];
  /** Rows are the actual classes, columns the predicted ones, both in the order of the network's labels. */
  readonly confusionMatrix: readonly (readonly number[])[];
  readonly calibration: Calibration;
}

export const EVALUATE_DEFAULTS = { labels: EMOTIONS, batchSize: 64 } as const;

/**
 * Scores a network on all of some labelled images, in order, one crop each. Images of another size than the network's
 * are resized.
 *
 * @throws FerError `FER_DATA_EMPTY`; `FER_INVALID_ARGUMENT` if an image has no label or one that the network does not
 * know, or the batch size is not sound; `FER_RUNTIME_FAILED` if the network gives NaN; the reason of `signal`
 */
export async function evaluate(
  network: Network,
  data: LabelledImages,
  options: EvaluateOptions,
): Promise<Evaluation> {
  assertOptions(options, OPTIONS, 'evaluate');
  const { input, labels = EVALUATE_DEFAULTS.labels, batchSize = EVALUATE_DEFAULTS.batchSize } = options;
  assertBatchSize(batchSize);
  const actual = outputIndices(data, labels);
  const probabilities = await predictAll(network, data, { ...options, input, batchSize }, labels.length);

  const predicted = predictedClasses(probabilities, labels.length);
  const matrix = confusionMatrix(actual, predicted, labels.length);
  const perClass = classMetrics(matrix, labels);
  return {
    count: data.count,
    loss: crossEntropy(probabilities, actual, labels.length),
    top1: accuracy(matrix),
    balancedAccuracy: balancedAccuracy(perClass),
    perClass,
    confusionMatrix: matrix,
    calibration: calibration(probabilities, actual, predicted, labels.length),
  };
}

/** @returns `[count, classes]` */
async function predictAll(
  network: Network,
  data: LabelledImages,
  options: EvaluateOptions & { readonly batchSize: number },
  classes: number,
): Promise<Float32Array> {
  const { input, batchSize, onProgress, signal } = options;
  const probabilities = new Float32Array(data.count * classes);
  for (let first = 0; first < data.count; first += batchSize) {
    // Runtimes compute without a pause: let aborts, timers and drawing have a turn.
    await nextTask();
    signal?.throwIfAborted();
    const done = Math.min(first + batchSize, data.count);
    const part = await network.predict(pixelsOf(data, input, first, done), done - first);
    assertProbabilities(part, first, classes);
    probabilities.set(part, first * classes);
    onProgress?.({ done, count: data.count });
  }
  return probabilities;
}

/** Images `first` to `end`, as the network expects them. */
function pixelsOf(data: LabelledImages, input: InputSpec, first: number, end: number): Float32Array {
  const { images, width, height } = data;
  const size = width * height;
  if (width === input.width && height === input.height) {
    return scaleToRange(images.subarray(first * size, end * size), input.range);
  }
  const pixels = new Float32Array((end - first) * input.width * input.height);
  for (let i = first; i < end; i++) {
    const image = { data: images.subarray(i * size, (i + 1) * size), width, height, channels: 1 } as const;
    pixels.set(preprocessFace(image, input), (i - first) * input.width * input.height);
  }
  return pixels;
}

/** The data's labels, indices into `EMOTIONS`, as indices into the network's. */
function outputIndices(data: LabelledImages, labels: readonly string[]): Uint8Array {
  if (data.count === 0) throw new FerError('FER_DATA_EMPTY', 'There are no images to evaluate on.');
  const outputs = EMOTIONS.map((emotion) => labels.indexOf(emotion));
  return data.labels.subarray(0, data.count).map((label, image) => {
    const output = outputs[label] ?? -1;
    if (output >= 0) return output;
    const name = EMOTIONS[label] ?? (label === UNLABELLED ? 'no label' : `the label ${label}`);
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `Image ${image} has ${name}, which is none of the network's labels: ${labels.join(', ')}. Leave such images out.`,
      { details: { image, label, labels } },
    );
  });
}

function assertBatchSize(batchSize: number): void {
  if (Number.isInteger(batchSize) && batchSize > 0) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `\`batchSize\` must be a whole number from 1, but is ${batchSize}.`,
    { details: { batchSize } },
  );
}

function assertProbabilities(part: Float32Array, first: number, classes: number): void {
  const at = part.findIndex((value) => !Number.isFinite(value));
  if (at === -1) return;
  const image = first + Math.floor(at / classes);
  throw new FerError(
    'FER_RUNTIME_FAILED',
    `The network gave ${part[at]} for image ${image}. Its weights are damaged, or the runtime is: try another one.`,
    { details: { image } },
  );
}
