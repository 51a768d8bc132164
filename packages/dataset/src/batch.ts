import {
  type Augmentation,
  assertChoice,
  assertOptions,
  type BatchSource,
  createRandom,
  describeValue,
  EMOTIONS,
  FerError,
  type LabelledImages,
  murmur3,
  type Random,
} from '@fer/core';
import { assertLabelledImages } from './assert-labelled-images.ts';
import { createSampler } from './sampler.ts';
import { AUGMENT_STREAM } from './streams.ts';

export interface BatchOptions {
  /** Images in a batch. */
  readonly batchSize: number;
  /** Any integer; its lower 32 bits count. */
  readonly seed: number;
  /** Default: none, images are used as they are. */
  readonly augment?: Augmentation;
  /**
   * `shuffle` (default): every image once before any comes again. `random`: each place is drawn from all images with
   * replacement, as the tutorial's `train_on_batch` loops do.
   */
  readonly sampling?: 'shuffle' | 'random';
  /**
   * Default: as many as the images fill. When given, every batch is full and a shuffled pass over the images runs on
   * from one epoch into the next, so that none is left out however short an epoch is.
   */
  readonly stepsPerEpoch?: number;
  /** Leaves out the last, short batch of a shuffled epoch; default false. Where every batch is full it has no effect. */
  readonly dropRemainder?: boolean;
  /** How many classes the labels name; default as many as the targets have, or the seven of `EMOTIONS` without targets. */
  readonly classes?: number;
}

const BATCH_OPTIONS = {
  batchSize: true,
  seed: true,
  augment: true,
  sampling: true,
  stepsPerEpoch: true,
  dropRemainder: true,
  classes: true,
} satisfies Record<keyof BatchOptions, true>;

const SAMPLINGS = ['shuffle', 'random'] as const satisfies readonly BatchOptions['sampling'][];

/** Labels are bytes, and 255 is `UNLABELLED`. */
const MOST_CLASSES = 255;

/**
 * Turns labelled images into seeded batches. A batch depends on the options, the data, the epoch and the step alone,
 * and the augmentation of an image on the seed, its pass and its index, not on the batch it stands in.
 *
 * Soft labels (`targets`) come along, a row an image. All is read in place: it must not change while the source is used.
 *
 * @throws FerError `FER_DATA_EMPTY` without images; `FER_INVALID_ARGUMENT` for unlabelled or misshapen data, targets that
 * are no distribution, and options out of range
 */
export function createBatches(data: LabelledImages, options: BatchOptions): BatchSource {
  assertOptions(options ?? null, BATCH_OPTIONS, 'createBatches');
  const classes = resolveClasses(data, options.classes);
  assertLabelledImages(data, classes);
  const { batchSize, seed, augment, sampling = 'shuffle', dropRemainder = false } = options;
  assertChoice(sampling, SAMPLINGS, 'sampling', 'createBatches');
  assertKinds(augment, dropRemainder);
  const sampler = createSampler(data.count, { ...options, sampling, dropRemainder });
  const { width, height } = data;
  const area = width * height;

  return {
    width,
    height,
    stepsPerEpoch: sampler.stepsPerEpoch,
    classCounts: countClasses(data.labels, classes),
    record: {
      seed,
      batchSize,
      sampling,
      dropRemainder,
      stepsPerEpoch: sampler.stepsPerEpoch,
      runsOn: options.stepsPerEpoch !== undefined,
      augmentation: augment?.record ?? null,
      data: { count: data.count, width, height, murmur3: checksum(data) },
    },
    batch(epoch, step) {
      const places = sampler.places(epoch, step);
      const images = new Float32Array(places.length * area);
      const labels = new Uint8Array(places.length);
      const targets = data.targets && new Float32Array(places.length * classes);
      places.forEach(({ image, pass }, at) => {
        const source = data.images.subarray(image * area, (image + 1) * area);
        const target = images.subarray(at * area, (at + 1) * area);
        labels[at] = data.labels[image]!;
        targets?.set(data.targets!.subarray(image * classes, (image + 1) * classes), at * classes);
        if (augment) augment.apply(source, target, width, height, imageRandom(seed, pass, image));
        else target.set(source);
      });
      return { images, labels, ...(targets && { targets }), size: places.length };
    },
  };
}

function imageRandom(seed: number, pass: number, image: number): Random {
  return createRandom(seed, AUGMENT_STREAM, pass, image);
}

/**
 * MurmurHash3 of all pixels, then of all labels with that as its seed, then so of all targets, in hexadecimal; about
 * 0.1 s for FER2013's Training.
 */
function checksum({ images, labels, targets }: LabelledImages): string {
  const ofLabels = murmur3(labels, murmur3(images));
  const bytes = targets && new Uint8Array(targets.buffer, targets.byteOffset, targets.byteLength);
  return (bytes ? murmur3(bytes, ofLabels) : ofLabels).toString(16).padStart(8, '0');
}

function countClasses(labels: Uint8Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]!++;
  return counts;
}

function resolveClasses({ targets, count }: LabelledImages, given: number | undefined): number {
  if (given === undefined) {
    // What does not divide is named as targets of the wrong length.
    return targets && count > 0 ? Math.max(1, Math.round(targets.length / count)) : EMOTIONS.length;
  }
  if (Number.isSafeInteger(given) && given >= 1 && given <= MOST_CLASSES) return given;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `createBatches: \`classes\` must be a whole number from 1 to ${MOST_CLASSES}, but is ${describeValue(given)}.`,
    { details: { option: 'classes', value: given } },
  );
}

function assertKinds(augment: unknown, dropRemainder: unknown): void {
  const isAugmentation =
    augment === undefined || typeof (augment as Partial<Augmentation> | null)?.apply === 'function';
  const wrong = !isAugmentation
    ? (['augment', 'an augmentation, as createAugmentation makes it', augment] as const)
    : typeof dropRemainder !== 'boolean'
      ? (['dropRemainder', 'true or false', dropRemainder] as const)
      : undefined;
  if (wrong === undefined) return;
  const [option, expected, value] = wrong;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `createBatches: \`${option}\` must be ${expected}, but is ${describeValue(value)}.`,
    { details: { option, value } },
  );
}
