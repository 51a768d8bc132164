import type { AdamConfig, OptimizerConfig, OptimizerUpdate, SgdConfig } from '@fer/runtime-tfjs';
import { createAdam } from './adam.ts';
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

/** A tensor that is to be trained. */
export interface Parameter {
  readonly name: string;
  readonly size: number;
  /** Whether weight decay applies. */
  readonly decays: boolean;
}

/** Changes weights along their gradients, all of it plain arrays. */
export interface Optimizer {
  /** By slot (`velocity`, say), the moment of each parameter. */
  readonly slots: ReadonlyMap<string, readonly Float32Array[]>;
  /** @param weights `[size]` of parameter `index`, changed in place; `gradient` is left as it is */
  update(index: number, weights: Float32Array, gradient: Float32Array, update: OptimizerUpdate): void;
}

export function createOptimizer(config: OptimizerConfig, parameters: readonly Parameter[]): Optimizer {
  switch (config.type) {
    case 'adam':
      return createAdam(config, parameters);
    case 'sgd':
      return createSgd(config, parameters);
  }
}
