import { resolve } from 'node:path';
import type { Json } from '@fer/core';
import type { AugmentationStrengths } from '@fer/dataset';
import type { TrainOptions } from '@fer/train';
import { type DataOptions, SYNTHETIC } from '../data/load-data.ts';
import type { DetectionOptions } from '../data/load-own-pictures.ts';
import { resolveWeights } from './recorded-weights.ts';

/**
 * The options of `fer train` that decide what comes out; kept in the output folder, so that `--resume` needs none, and
 * in the manifest of the weights (see `recordedOptions`). A file for `--config` has these names.
 */
export interface TrainingOptions extends DataOptions, DetectionOptions, Partial<AugmentationStrengths> {
  readonly data: string;
  /** What the network learns to give: the label of the data, or what FER+'s people voted for. */
  readonly targets: 'labels' | 'ferplus';
  readonly limit?: number;
  /** The classes that are learned, in this order. Default: those of the data. */
  readonly labels?: readonly string[];

  /** A directory, URL or id of weights to go on from; `architecture` counts for nothing then. */
  readonly from?: string;
  /** Up to which layer, or how many layers with weights, keep what `from` has. */
  readonly freeze?: string | number;
  readonly architecture: string;
  readonly architectureOptions?: { readonly [name: string]: Json };
  readonly dtype: 'float32' | 'float16' | 'int8';
  readonly licence: string;

  readonly epochs: number;
  readonly stepsPerEpoch?: number;
  readonly batchSize: number;
  readonly microBatchSize?: number;
  readonly learningRate: number;
  readonly schedule: 'constant' | 'cosine' | 'step' | 'plateau';
  readonly warmup: number;
  readonly finalRate?: number;
  readonly optimizer: 'adam' | 'sgd';
  readonly momentum?: number;
  readonly weightDecay: number;
  /** What decides which weights are the best; default: accuracy. */
  readonly metric?: TrainOptions['metric'];
  readonly earlyStopping?: number;
  readonly seed: number;
  readonly runtime: string;

  /** `none`, or the id of an augmentation. */
  readonly augment: string;
  readonly augmentStrength?: number;

  readonly classWeights?: true;
  readonly labelSmoothing: number;
  /** Decay of the average of the weights. */
  readonly ema?: number;
  /** Alpha of mixup. */
  readonly mixup?: number;
  /** Alpha of cutmix. */
  readonly cutmix?: number;
  readonly mixShare?: number;
  readonly mixUntil?: number;
  /** Directories, URLs or ids of weights. */
  readonly teacher?: readonly string[];
  readonly temperature?: number;
  readonly teacherShare?: number;
}

/** All of them, in the order in which they are stored. */
export const TRAINING_OPTION_NAMES = {
  data: true,
  skipBadRows: true,
  cache: true,
  targets: true,
  ferplus: true,
  detect: true,
  detector: true,
  limit: true,
  labels: true,
  from: true,
  freeze: true,
  architecture: true,
  architectureOptions: true,
  dtype: true,
  licence: true,
  epochs: true,
  stepsPerEpoch: true,
  batchSize: true,
  microBatchSize: true,
  learningRate: true,
  schedule: true,
  warmup: true,
  finalRate: true,
  optimizer: true,
  momentum: true,
  weightDecay: true,
  metric: true,
  earlyStopping: true,
  seed: true,
  runtime: true,
  augment: true,
  augmentStrength: true,
  flip: true,
  rotate: true,
  zoom: true,
  shift: true,
  brightness: true,
  contrast: true,
  erase: true,
  classWeights: true,
  labelSmoothing: true,
  ema: true,
  mixup: true,
  cutmix: true,
  mixShare: true,
  mixUntil: true,
  teacher: true,
  temperature: true,
  teacherShare: true,
} as const satisfies Record<keyof TrainingOptions, true>;

/**
 * Of all options of the command those that are about the training, not about one run. Paths are made absolute, since the
 * training may be resumed from another folder.
 */
export function pickTrainingOptions(options: TrainingOptions, cwd: string): TrainingOptions {
  const { data, ferplus, detect, from, teacher } = options;
  const absolute = {
    ...options,
    data: data === undefined || data === SYNTHETIC ? data : resolve(cwd, data),
    ferplus: ferplus && resolve(cwd, ferplus),
    // Recorded where it says something.
    detect: detect === false ? false : undefined,
    from: from && resolveWeights(from, cwd),
    teacher: teacher?.map((reference) => resolveWeights(reference, cwd)),
  };
  const names = Object.keys(TRAINING_OPTION_NAMES) as (keyof TrainingOptions)[];
  return Object.fromEntries(
    names.flatMap((name) => (absolute[name] === undefined ? [] : [[name, absolute[name]]])),
  ) as unknown as TrainingOptions;
}
