import type { Step } from '../../engine/step.ts';
import { adam, momentum } from '../../steps/optimizer.ts';
import type { OptimizerConfig } from './optimizer-config.ts';

/** One step for all variables. */
export interface OptimizerUpdate {
  /** From 0, over the whole training; Adam corrects its bias by it. */
  readonly step: number;
  readonly learningRate: number;
  /** Gradients are multiplied by it first: clipping. */
  readonly gradientFactor: number;
}

/** What the step of one variable reads and writes, `[length]` each. */
export interface OptimizerAddresses {
  readonly weights: number;
  readonly gradient: number;
  /** In the order of `slotNames`. */
  readonly moments: readonly number[];
  readonly out: number;
}

export function optimizerStep(
  config: OptimizerConfig,
  { weights, gradient, moments, out }: OptimizerAddresses,
  length: number,
  decays: boolean,
  { step, learningRate, gradientFactor }: OptimizerUpdate,
): Step {
  const keep = decays ? 1 - learningRate * config.weightDecay : 1;
  if (config.type === 'sgd') {
    return momentum({ weights, gradient, velocity: moments[0]!, out }, length, {
      rate: learningRate * gradientFactor,
      momentum: config.momentum,
      nesterov: config.nesterov,
      keep,
    });
  }
  const { beta1, beta2, epsilon } = config;
  const correction = Math.sqrt(1 - beta2 ** (step + 1)) / (1 - beta1 ** (step + 1));
  return adam({ weights, gradient, first: moments[0]!, second: moments[1]!, out }, length, {
    gradientFactor,
    beta1,
    beta2,
    epsilon,
    rate: learningRate * correction,
    keep,
  });
}
