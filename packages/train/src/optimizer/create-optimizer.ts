import type { AdamConfig, OptimizerConfig, SgdConfig } from '@fer/runtime-tfjs';
import { createAdam } from './adam.ts';
import type { Optimizer, Parameter } from './optimizer.ts';
import { createSgd } from './sgd.ts';

/** Every number is Keras's default. */
export const ADAM_DEFAULTS: AdamConfig = {
  type: 'adam',
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7,
  weightDecay: 0,
};
export const SGD_DEFAULTS: SgdConfig = { type: 'sgd', momentum: 0.9, nesterov: true, weightDecay: 0 };

export function createOptimizer(config: OptimizerConfig, parameters: readonly Parameter[]): Optimizer {
  switch (config.type) {
    case 'adam':
      return createAdam(config, parameters);
    case 'sgd':
      return createSgd(config, parameters);
  }
}
