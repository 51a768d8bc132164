import type { Schedule } from '@fer/train';
import type { TrainingOptions } from './train-options.ts';

/** A step schedule lowers the rate this many times. */
const STAGES = 3;

/** Epochs without improvement after which a plateau schedule lowers the rate. */
const PLATEAU_PATIENCE = 3;

/** The schedule that `--schedule`, `--warmup`, `--final-rate` and `--epochs` ask for. */
export function scheduleFromOptions({
  schedule,
  warmup,
  epochs,
  finalRate,
}: Pick<TrainingOptions, 'schedule' | 'warmup' | 'epochs' | 'finalRate'>): Schedule {
  const warmupFraction = warmup;
  switch (schedule) {
    case 'constant':
      return { type: 'constant', warmupFraction };
    case 'cosine':
      return { type: 'cosine', warmupFraction, ...(finalRate !== undefined && { finalFactor: finalRate }) };
    case 'step':
      return { type: 'step', everyEpochs: Math.max(1, Math.ceil(epochs / STAGES)), warmupFraction };
    case 'plateau':
      return { type: 'plateau', patience: PLATEAU_PATIENCE, warmupFraction };
  }
}
