import type {
  Architecture,
  BatchSource,
  Json,
  LabelledImages,
  NamedTensor,
  Plugin,
  Runtime,
} from '@fer/core';
import type { Weights } from '@fer/model';
import type { AdamConfig, SgdConfig } from '@fer/runtime-tfjs';
import type { CheckpointStore } from './checkpoint-store.ts';
import type { DivergenceLimit, EarlyStopping, ValidationMetric } from './config.ts';
import type { DistillationOptions } from './distillation.ts';
import type { FreezeChoice } from './freeze.ts';
import type { MixConfig } from './mix-images.ts';
import type { TrainProgress } from './progress.ts';
import type { Schedule } from './schedule.ts';
import type { TrainingRuntimeChoice } from './select-training-runtime.ts';
import type { AverageConfig } from './weight-average.ts';

/** What `train` is told. Defaults are `TRAINING_DEFAULTS`, `ADAM_DEFAULTS`, `SGD_DEFAULTS` and `SCHEDULE_DEFAULTS`. */
export interface TrainOptions {
  /** An architecture, or the id of one that is built in or comes from `plugins`. Needed unless there is `from`. */
  readonly architecture?: Architecture | (string & {});
  /** Replace the architecture's `defaults`. */
  readonly architectureOptions?: { readonly [key: string]: Json };
  readonly plugins?: readonly Plugin[];
  /**
   * Names of the classes, in the order of the labels of the data: 2 to 255 different texts of at most 256 characters.
   * Default `EMOTIONS`.
   */
  readonly labels?: readonly string[];
  /** What to train on, by id, or the runtime itself. Default `auto`: the fastest that can train and works here. */
  readonly runtime?: Runtime | TrainingRuntimeChoice;

  /** Gray levels 0..255 of the architecture's size. */
  readonly batches: BatchSource;
  /** Scored after every epoch, whole and in order; decides which weights are the best. */
  readonly validation?: LabelledImages;
  readonly validationBatchSize?: number;

  readonly epochs: number;
  /** Decides the first weights and dropout; the order of the images is up to `batches`. */
  readonly seed?: number;
  /**
   * Go on from these weights, which `loadWeights` gives: their architecture or graph, input, labels and numbers, which are
   * copied. Layers that were frozen when they were trained are not, unless `freeze` says so again.
   */
  readonly from?: Weights;
  /**
   * Names of other, more or fewer classes than `from` has, as `labels`: the last layer with a kernel is made anew for
   * them, from the seed; all else is copied. Default: the classes of `from`.
   */
  readonly newHead?: readonly string[];
  /** With `newHead`: by what the learning rate of the layers that were copied is multiplied, over 0 to 1; default 0.1. */
  readonly oldRateFactor?: number;
  /**
   * Layers that keep their weights and statistics, see `FreezeChoice`: `{ upTo: 'average' }`, `['stage1_*']`. So do those
   * with `trainable: false` in the graph of an architecture. Default: none.
   */
  readonly freeze?: FreezeChoice;
  /** Start from these instead of random ones; every weight of the architecture by name. They are copied. */
  readonly initialWeights?: ReadonlyMap<string, NamedTensor>;

  /**
   * Default: Adam. `weightDecay` is decoupled for both (Loshchilov and Hutter 2019, arXiv:1711.05101): each step takes
   * `learningRate × weightDecay` of convolution and dense kernels. PyTorch's SGD adds its own to the gradient, where
   * momentum m repeats it `1 / (1 - m)` times: its 5e-4 at momentum 0.9 is about 5e-3 here.
   */
  readonly optimizer?:
    | ({ readonly type: 'adam' } & Partial<AdamConfig>)
    | ({ readonly type: 'sgd' } & Partial<SgdConfig>);
  readonly learningRate?: number;
  readonly schedule?: Schedule;
  /** `balanced`: see `balancedClassWeights`. */
  readonly classWeights?: 'balanced' | readonly number[];
  /** 0..1, below 1 */
  readonly labelSmoothing?: number;
  /** Longer gradients (all tensors as one vector) are scaled down to this length. */
  readonly clipNorm?: number;
  /**
   * Compute a batch in pieces of at most this many images and add up their gradients: the same step in less memory.
   * (Batch normalisation takes its statistics from a piece, then.) Default: the whole batch at once.
   */
  readonly microBatchSize?: number;

  /**
   * Average the weights over the steps (`EMA_DEFAULTS`): the averages are validated, kept and given out instead of the
   * weights that are trained. Default: no average.
   */
  readonly ema?: Partial<AverageConfig>;
  /** Blend pictures by twos (`MIXUP_DEFAULTS`). Default: do not. */
  readonly mixup?: Partial<MixConfig>;
  /** Set a piece of another picture into each (`CUTMIX_DEFAULTS`). Default: do not. */
  readonly cutmix?: Partial<MixConfig>;
  /** Learn from other networks too. Default: from the labels alone. */
  readonly distillation?: DistillationOptions;

  readonly metric?: ValidationMetric;
  /** Needs `validation`. */
  readonly earlyStopping?: EarlyStopping;
  readonly divergence?: DivergenceLimit;

  /** Where checkpoints go: one before the first step, one after each epoch, and others between. */
  readonly checkpoints?: CheckpointStore;
  /** Default: by time, one a minute. */
  readonly checkpointEverySteps?: number;
  /**
   * Go on from the checkpoint, exactly as if the training had never stopped: every option must be the same.
   * `if-present` starts anew where there is none. Without it a store that holds a checkpoint is an error.
   */
  readonly resume?: boolean | 'if-present';

  readonly onProgress?: (event: TrainProgress) => void;
  /** After an abort the state is checkpointed and the signal's reason thrown. */
  readonly signal?: AbortSignal;
}
