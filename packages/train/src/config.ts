import type { InputSpec, Json, ModelGraph } from '@fer/core';
import type { OptimizerConfig } from '@fer/runtime-tfjs';
import type { DistillationConfig } from './distillation.ts';
import type { MixConfig, MixConfigs } from './mix-images.ts';
import type { Schedule } from './schedule.ts';
import type { TransferConfig } from './transfer.ts';
import type { AverageConfig } from './weight-average.ts';

/** What best weights are chosen by, and what early stopping and the plateau schedule watch. */
export type ValidationMetric = 'accuracy' | 'loss';

export interface EarlyStopping {
  /** A training ends after this many epochs without improvement. */
  readonly patience: number;
}

/** When a loss counts as diverging, besides being no finite number. */
export interface DivergenceLimit {
  /** How many times the loss of the first step, or of guessing where that is higher. */
  readonly factor: number;
  /** For how many steps in a row. */
  readonly steps: number;
}

/** What `train` does unless it is told otherwise. */
export const TRAINING_DEFAULTS = {
  learningRate: 1e-3,
  oldRateFactor: 0.1,
  schedule: { type: 'constant' },
  classWeights: null,
  labelSmoothing: 0,
  clipNorm: null,
  microBatchSize: null,
  metric: 'accuracy',
  earlyStopping: null,
  divergence: { factor: 10, steps: 50 },
  seed: 0,
  validationBatchSize: 128,
  checkpointEverySeconds: 60,
} as const;

/** An average over about a thousand steps; see `averageDecay` for the first ones. */
export const EMA_DEFAULTS: AverageConfig = { decay: 0.999 };

/** A small alpha leaves most pictures nearly alone; half of the batches stay as they are. */
export const MIXUP_DEFAULTS: MixConfig = { alpha: 0.2, probability: 0.5, until: 0.85 };
/** Alpha as in the paper. */
export const CUTMIX_DEFAULTS: MixConfig = { alpha: 1, probability: 0.5, until: 0.85 };

/**
 * All that decides what a training comes to, complete and as JSON. It is saved with every checkpoint; a training is
 * only resumed with an equal one.
 */
export interface TrainConfig extends MixConfigs {
  readonly architecture: { readonly id: string; readonly config: { readonly [key: string]: Json } };
  readonly graph: ModelGraph;
  readonly input: InputSpec;
  readonly labels: readonly string[];
  /** Absent where it starts from no other weights (`from`). */
  readonly transfer?: TransferConfig;
  /** The id of the runtime: engines round differently. */
  readonly runtime: string;
  /** What the runtime says of its arithmetic, where one id stands for several kinds: `simd`, `relaxed-simd`. */
  readonly rounding: string | null;
  readonly seed: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** The record of the batch source. */
  readonly data: { readonly [key: string]: unknown };
  /** SHA-256 of the validation images and labels. */
  readonly validation: string | null;
  readonly validationBatchSize: number;
  /** SHA-256 of the weights that it starts from, where it does not draw its own. */
  readonly initialWeights: string | null;
  readonly optimizer: OptimizerConfig;
  readonly learningRate: number;
  readonly schedule: Schedule;
  /** `[classes]` */
  readonly classWeights: readonly number[] | null;
  readonly labelSmoothing: number;
  readonly clipNorm: number | null;
  readonly microBatchSize: number | null;
  readonly ema: AverageConfig | null;
  readonly distillation: DistillationConfig | null;
  readonly metric: ValidationMetric;
  readonly earlyStopping: EarlyStopping | null;
  readonly divergence: DivergenceLimit;
}
