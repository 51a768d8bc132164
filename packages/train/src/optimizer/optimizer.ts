import type { OptimizerUpdate } from '@fer/runtime-tfjs';

/** A tensor that is to be trained. */
export interface Parameter {
  readonly name: string;
  readonly size: number;
  /** Whether weight decay applies. */
  readonly decays: boolean;
  /** By what its learning rate is multiplied; default 1. */
  readonly rateFactor?: number;
}

/** Changes weights along their gradients, all of it plain arrays. */
export interface Optimizer {
  /** By slot (`velocity`, say), the moment of each parameter. */
  readonly slots: ReadonlyMap<string, readonly Float32Array[]>;
  /** @param weights `[size]` of parameter `index`, changed in place; `gradient` is left as it is */
  update(index: number, weights: Float32Array, gradient: Float32Array, update: OptimizerUpdate): void;
}
