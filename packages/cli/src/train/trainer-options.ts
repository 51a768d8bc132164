import type { TrainOptions } from '@fer/train';
import { scheduleFromOptions } from './schedule.ts';
import type { TrainingOptions } from './train-options.ts';

/** What the options of the command are in terms of `train`, but for data, network, runtime and teachers. */
export function trainerOptions(
  options: TrainingOptions,
): Omit<TrainOptions, 'architecture' | 'batches' | 'distillation'> {
  const { seed, epochs, learningRate, weightDecay, momentum, metric, earlyStopping, ema } = options;
  const { mixShare, mixUntil } = options;
  const mix = { probability: mixShare, until: mixUntil };
  return {
    epochs,
    seed,
    optimizer: { type: options.optimizer, weightDecay, ...given({ momentum }) },
    learningRate,
    schedule: scheduleFromOptions(options),
    classWeights: options.classWeights ? 'balanced' : undefined,
    labelSmoothing: options.labelSmoothing,
    microBatchSize: options.microBatchSize,
    metric,
    earlyStopping: earlyStopping === undefined ? undefined : { patience: earlyStopping },
    ema: ema === undefined ? undefined : { decay: ema },
    mixup: options.mixup === undefined ? undefined : given({ alpha: options.mixup, ...mix }),
    cutmix: options.cutmix === undefined ? undefined : given({ alpha: options.cutmix, ...mix }),
  };
}

/** Without what is `undefined`, which would take the place of a default. */
export function given<Options extends object>(options: Options): Partial<Options> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Partial<Options>;
}
