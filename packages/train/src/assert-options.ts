import { assertOptions as assertNames, describeValue, FerError, findBadLabel } from '@fer/core';
import { TEMPERATURE_LIMITS } from '@fer/model';
import type { TrainConfig } from './config.ts';
import type { TrainOptions } from './options.ts';

const OPTIONS = {
  architecture: true,
  architectureOptions: true,
  plugins: true,
  labels: true,
  runtime: true,
  batches: true,
  validation: true,
  validationBatchSize: true,
  epochs: true,
  seed: true,
  from: true,
  newHead: true,
  oldRateFactor: true,
  freeze: true,
  initialWeights: true,
  optimizer: true,
  learningRate: true,
  schedule: true,
  classWeights: true,
  labelSmoothing: true,
  clipNorm: true,
  microBatchSize: true,
  ema: true,
  mixup: true,
  cutmix: true,
  distillation: true,
  metric: true,
  earlyStopping: true,
  divergence: true,
  checkpoints: true,
  checkpointEverySteps: true,
  resume: true,
  onProgress: true,
  signal: true,
} as const satisfies Record<keyof TrainOptions, true>;

const MIX_OPTIONS = { alpha: true, probability: true, until: true } as const;

/** @throws FerError `FER_INVALID_ARGUMENT` naming an option that `train` does not have, or teachers that are none */
export function assertKnownOptions(options: TrainOptions): void {
  assertNames(options, OPTIONS, 'train');
  const { ema, mixup, cutmix, distillation } = options;
  assertNames(ema, { decay: true }, 'train, `ema`');
  assertNames(mixup, MIX_OPTIONS, 'train, `mixup`');
  assertNames(cutmix, MIX_OPTIONS, 'train, `cutmix`');
  assertNames(distillation, { teachers: true, temperature: true, share: true }, 'train, `distillation`');
  if (distillation !== undefined) assertTeachers(distillation.teachers);
  assertTransfer(options);
  assertFreeze(options.freeze);
}

function assertTransfer({ from, newHead, oldRateFactor }: TrainOptions): void {
  if (from !== undefined && !isWeights(from)) {
    throw invalid('from', 'weights, as `loadWeights` gives them', describeValue(from));
  }
  if (newHead !== undefined) {
    if (from === undefined) throw invalid('newHead', 'left out without `from`', describeValue(newHead));
    assertLabels('newHead', newHead);
  }
  if (oldRateFactor === undefined) return;
  if (newHead === undefined) throw invalid('oldRateFactor', 'left out without `newHead`', oldRateFactor);
  upToOne('oldRateFactor', oldRateFactor);
}

/** The fewest and most names of classes; labels are bytes, and 255 is `UNLABELLED`. */
function assertLabels(option: string, labels: readonly unknown[]): void {
  if (!Array.isArray(labels) || labels.length < 2 || labels.length > 255) {
    throw invalid(option, 'from 2 to 255 names', labels);
  }
  const bad = findBadLabel(labels);
  if (bad === undefined) return;
  const { problem, index } = bad;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `train: \`${option}[${index}]\` ${problem}, but is ${describeValue(labels[index])}.`,
    { details: { option, index, received: labels[index] } },
  );
}

function isWeights(value: unknown): boolean {
  return typeof (value as { tensors?: Map<string, unknown> } | null)?.tensors?.get === 'function';
}

function assertFreeze(freeze: unknown): void {
  const isNames = (value: unknown) =>
    Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '');
  const isLast = (value: unknown) =>
    (typeof value === 'string' && value !== '') || (Number.isSafeInteger(value) && (value as number) >= 1);
  const upTo = (freeze as { upTo?: unknown } | undefined)?.upTo;
  if (freeze === undefined || isNames(freeze) || isLast(upTo)) return;
  throw invalid(
    'freeze',
    'a list of names of layers, or { upTo } with a name or a number from 1',
    describeValue(upTo ?? freeze),
  );
}

function assertTeachers(teachers: unknown): void {
  if (Array.isArray(teachers) && teachers.length > 0 && teachers.every(isWeights)) return;
  throw invalid(
    'distillation.teachers',
    'a list of weights, as `loadWeights` gives them',
    describeValue(teachers),
  );
}

/** @throws FerError `FER_INVALID_ARGUMENT` naming the first option that is wrong */
export function assertOptions(config: TrainConfig, options: TrainOptions): void {
  const { optimizer, schedule, earlyStopping, divergence, classWeights } = config;
  const { batches, validation, checkpointEverySteps } = options;

  whole('epochs', config.epochs);
  whole('batches.stepsPerEpoch', config.stepsPerEpoch);
  whole('validationBatchSize', config.validationBatchSize);
  if (checkpointEverySteps !== undefined) whole('checkpointEverySteps', checkpointEverySteps);
  if (!Number.isSafeInteger(config.seed)) throw invalid('seed', 'a whole number', config.seed);
  assertLabels('labels', config.labels);
  if (config.input.channels !== 1) {
    throw invalid('architecture', 'one that reads gray pictures', `of ${config.input.channels} channels`);
  }

  positive('learningRate', config.learningRate);
  share('labelSmoothing', config.labelSmoothing);
  if (config.microBatchSize !== null) whole('microBatchSize', config.microBatchSize);
  if (config.clipNorm !== null) positive('clipNorm', config.clipNorm);
  if (config.ema !== null) share('ema.decay', config.ema.decay);
  assertMixing(config);
  if (config.distillation !== null) {
    temperature('distillation.temperature', config.distillation.temperature);
    upToOne('distillation.share', config.distillation.share);
  }
  notNegative('optimizer.weightDecay', optimizer.weightDecay);
  switch (optimizer.type) {
    case 'adam':
      share('optimizer.beta1', optimizer.beta1);
      share('optimizer.beta2', optimizer.beta2);
      positive('optimizer.epsilon', optimizer.epsilon);
      break;
    case 'sgd':
      share('optimizer.momentum', optimizer.momentum);
      break;
    default:
      throw invalid('optimizer.type', "'adam' or 'sgd'", (optimizer as { type: unknown }).type);
  }

  share('schedule.warmupFraction', schedule.warmupFraction ?? 0);
  switch (schedule.type) {
    case 'constant':
      break;
    case 'cosine':
      notNegative('schedule.finalFactor', schedule.finalFactor ?? 0);
      break;
    case 'step':
      whole('schedule.everyEpochs', schedule.everyEpochs);
      positive('schedule.factor', schedule.factor ?? 1);
      break;
    case 'plateau':
      whole('schedule.patience', schedule.patience);
      positive('schedule.factor', schedule.factor ?? 1);
      notNegative('schedule.minimumFactor', schedule.minimumFactor ?? 0);
      needsValidation('The plateau schedule', validation);
      break;
    default:
      throw invalid(
        'schedule.type',
        "'constant', 'cosine', 'step' or 'plateau'",
        (schedule as { type: unknown }).type,
      );
  }

  if (config.metric !== 'accuracy' && config.metric !== 'loss') {
    throw invalid('metric', "'accuracy' or 'loss'", config.metric);
  }
  if (earlyStopping !== null) {
    whole('earlyStopping.patience', earlyStopping.patience);
    needsValidation('Early stopping', validation);
  }
  positive('divergence.factor', divergence.factor);
  whole('divergence.steps', divergence.steps);
  if (classWeights !== null) assertClassWeights(classWeights, config.labels.length);

  assertSize('batches', batches, config);
  if (validation !== undefined) assertValidation(validation, config);
}

function assertMixing({ mixup, cutmix }: Pick<TrainConfig, 'mixup' | 'cutmix'>): void {
  for (const [name, mix] of Object.entries({ mixup, cutmix })) {
    if (mix === null) continue;
    positive(`${name}.alpha`, mix.alpha);
    upToOne(`${name}.probability`, mix.probability);
    upToOne(`${name}.until`, mix.until);
  }
  const sum = (mixup?.probability ?? 0) + (cutmix?.probability ?? 0);
  if (sum > 1) throw invalid('mixup.probability + cutmix.probability', 'at most 1', sum);
}

function assertClassWeights(weights: readonly number[], classes: number): void {
  const usable = weights.every((weight) => Number.isFinite(weight) && weight >= 0);
  if (weights.length !== classes || !usable || !weights.some((weight) => weight > 0)) {
    throw invalid('classWeights', `${classes} numbers of at least 0, not all 0`, weights);
  }
}

function assertValidation(validation: NonNullable<TrainOptions['validation']>, config: TrainConfig): void {
  const { count, width, height, images, labels } = validation;
  assertSize('validation', validation, config);
  if (count < 1 || images.length !== count * width * height || labels.length !== count) {
    throw invalid(
      'validation',
      `at least 1 image, with ${width * height} bytes and one label each`,
      `count ${count}, ${images.length} bytes, ${labels.length} labels`,
    );
  }
  const image = labels.findIndex((label) => label >= config.labels.length);
  if (image >= 0) {
    throw invalid(
      'validation.labels',
      `from 0 to ${config.labels.length - 1}`,
      `${labels[image]} at ${image}`,
    );
  }
}

function assertSize(
  option: string,
  size: { readonly width: number; readonly height: number },
  { input, architecture }: TrainConfig,
): void {
  if (size.width === input.width && size.height === input.height) return;
  throw invalid(
    option,
    `images of ${input.width}×${input.height}, as '${architecture.id}' needs`,
    `${size.width}×${size.height}`,
  );
}

function needsValidation(subject: string, validation: unknown): void {
  if (validation !== undefined) return;
  throw new FerError('FER_INVALID_ARGUMENT', `${subject} needs \`validation\` images to watch; give some.`, {
    details: { option: 'validation' },
  });
}

function whole(option: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) throw invalid(option, 'a whole number of at least 1', value);
}

function positive(option: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) throw invalid(option, 'a number over 0', value);
}

function notNegative(option: string, value: number): void {
  if (!(value >= 0 && Number.isFinite(value))) throw invalid(option, 'a number of at least 0', value);
}

function share(option: string, value: number): void {
  if (!(value >= 0 && value < 1)) throw invalid(option, 'a number from 0 to below 1', value);
}

function temperature(option: string, value: number): void {
  const { lowest, highest } = TEMPERATURE_LIMITS;
  if (!(value >= lowest && value <= highest)) {
    throw invalid(option, `a number from ${lowest} to ${highest}`, value);
  }
}

function upToOne(option: string, value: number): void {
  if (!(value > 0 && value <= 1)) throw invalid(option, 'a number over 0, up to 1', value);
}

function invalid(option: string, expected: string, received: unknown): FerError {
  const shown = typeof received === 'string' ? received : (JSON.stringify(received) ?? String(received));
  return new FerError('FER_INVALID_ARGUMENT', `train: \`${option}\` must be ${expected}, but is ${shown}.`, {
    details: { option, received },
  });
}
