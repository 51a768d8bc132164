import type { Shape } from '@fer/graph';
import type { StoredTensor } from '../assign-weights.ts';

/** What is known without a picture: weights, sizes, axes. */
export type Constant = StoredTensor;

/** What a picture makes: a layer's numbers, without the batch, in the order that both files and graphs have. */
export interface Feature {
  /** The layer of the graph (or input) that gives it. */
  readonly layer: string;
  readonly shape: Shape;
}

export type Value = Constant | Feature;

export function isConstant(value: Value): value is Constant {
  return 'read' in value;
}
