import type { NamedTensor } from '@fer/core';
import type { WeightsHeader } from './manifest.ts';

/** The weights of a trained network in memory, with all that is needed to use them. */
export interface Weights extends WeightsHeader {
  /** Every weight of the graph by name (`conv1/kernel`), in the order they are stored in. */
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}
