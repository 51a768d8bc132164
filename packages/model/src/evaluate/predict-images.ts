import {
  assertChoice,
  assertOptions,
  FerError,
  type InputSpec,
  type LabelledImages,
  type Network,
  nextTask,
} from '@fer/core';
import { isSure } from '../recognize/mirror-faces.ts';
import { TEST_TIME_AUGMENTATIONS, type TestTimeAugmentation, viewsOf } from './test-time-augmentation.ts';

export interface PredictImagesOptions {
  /** What the network expects to see. */
  readonly input: InputSpec;
  /** Default 64. */
  readonly batchSize?: number;
  /**
   * The views of an image whose probabilities are averaged. `none` (default): the image alone. `flip`: the image and its
   * mirror image; `flip-unsure`: the same where the best label of the image alone has less than 0.6, as `createRecognizer`
   * does with faces that it found. `ten-crop`: the four corners and the middle, 11/12 of each side, resized, each mirrored too.
   */
  readonly tta?: TestTimeAugmentation;
  /** Told after each batch how many images are done. */
  readonly onProgress?: (progress: { readonly done: number; readonly count: number }) => void;
  readonly signal?: AbortSignal;
}

/** Names of the options, for `assertOptions`. */
export const PREDICT_IMAGES_OPTIONS = {
  input: true,
  batchSize: true,
  tta: true,
  onProgress: true,
  signal: true,
} as const satisfies Record<keyof PredictImagesOptions, true>;

export const PREDICT_IMAGES_DEFAULTS = { batchSize: 64, tta: 'none' } as const;

/**
 * What a network answers to images, in order: the first half of `evaluate`. Images of another size than the network's
 * are resized.
 *
 * @returns `[count, classes]`, float32, as the network gives them: without a temperature
 * @throws FerError `FER_INVALID_ARGUMENT` for options that are not sound; `FER_RUNTIME_FAILED` if the network gives NaN
 * or too few numbers; the reason of `signal`
 */
export async function predictImages(
  network: Pick<Network, 'predict'>,
  data: LabelledImages,
  options: PredictImagesOptions,
): Promise<Float32Array> {
  assertOptions(options, PREDICT_IMAGES_OPTIONS, 'predictImages');
  const { input, onProgress, signal } = options;
  const { batchSize = PREDICT_IMAGES_DEFAULTS.batchSize, tta = PREDICT_IMAGES_DEFAULTS.tta } = options;
  assertBatchSize(batchSize);
  assertChoice(tta, TEST_TIME_AUGMENTATIONS, 'tta', 'predictImages');

  let probabilities = new Float32Array(0);
  for (let first = 0; first < data.count; first += batchSize) {
    const end = Math.min(first + batchSize, data.count);
    let views = 0;
    let sums = new Float64Array(0);
    let alone: Float32Array = new Float32Array(0);
    for (const pixels of viewsOf(data, input, first, end, tta)) {
      // Runtimes compute without a pause: let aborts, timers and drawing have a turn.
      await nextTask();
      signal?.throwIfAborted();
      const part = await network.predict(pixels, end - first);
      assertProbabilities(part, first, end);
      if (views++ === 0) {
        alone = part;
        sums = Float64Array.from(part);
      } else for (let i = 0; i < sums.length; i++) sums[i]! += part[i]!;
    }
    const classes = sums.length / (end - first);
    if (first === 0) probabilities = new Float32Array(data.count * classes);
    for (let i = 0; i < sums.length; i++) probabilities[first * classes + i] = sums[i]! / views;
    if (tta === 'flip-unsure') keepSure(alone, probabilities.subarray(first * classes), classes);
    onProgress?.({ done: end, count: data.count });
  }
  return probabilities;
}

/** Puts the answers to images alone back where these are sure. */
function keepSure(alone: Float32Array, averaged: Float32Array, classes: number): void {
  for (let at = 0; at < alone.length; at += classes) {
    const answer = alone.subarray(at, at + classes);
    if (isSure(answer)) averaged.set(answer, at);
  }
}

function assertBatchSize(batchSize: number): void {
  if (Number.isInteger(batchSize) && batchSize > 0) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `\`batchSize\` must be a whole number from 1, but is ${batchSize}.`,
    { details: { batchSize } },
  );
}

function assertProbabilities(part: Float32Array, first: number, end: number): void {
  const classes = part.length / (end - first);
  if (part.length === 0 || !Number.isInteger(classes)) {
    throw new FerError(
      'FER_RUNTIME_FAILED',
      `The network gave ${part.length} numbers for ${end - first} images. The runtime is damaged: try another one.`,
      { details: { image: first } },
    );
  }
  const at = part.findIndex((value) => !Number.isFinite(value));
  if (at === -1) return;
  const image = first + Math.floor(at / classes);
  throw new FerError(
    'FER_RUNTIME_FAILED',
    `The network gave ${part[at]} for image ${image}. Its weights are damaged, or the runtime is: try another one.`,
    { details: { image } },
  );
}
