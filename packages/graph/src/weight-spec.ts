import type { Shape } from './shape.ts';

/** What a tensor does in its layer; decides how it is initialised. */
export type WeightRole =
  | 'kernel'
  | 'depthwiseKernel'
  | 'bias'
  | 'gamma'
  | 'beta'
  | 'slope'
  | 'movingMean'
  | 'movingVariance';

/** How a weight begins where its layer asks for it, by Keras's names and formulas (keras.io/api/layers/initializers). */
export const INITIALIZERS = [
  'zeros',
  'ones',
  'glorotUniform',
  'glorotNormal',
  'heUniform',
  'heNormal',
  'leCunUniform',
  'leCunNormal',
] as const;
export type Initializer = (typeof INITIALIZERS)[number];

/** A weight that a graph needs. */
export interface WeightSpec {
  /** `<layer>/<weight>` as tfjs-layers and Keras name it: `conv1/kernel`, `bn1/moving_mean`. */
  readonly name: string;
  readonly shape: Shape;
  readonly role: WeightRole;
  /** Moving statistics are updated by batches, not by gradients; a layer with `trainable: false` by neither. */
  readonly trainable: boolean;
  /** Inputs and outputs that meet in one element, for Glorot and He initialisation; 0 where neither is used. */
  readonly fanIn: number;
  readonly fanOut: number;
  /** What the layer asks for; without it the trainer chooses by the role. */
  readonly initializer?: Initializer;
  /** The loss grows by `l2 · Σ w²` (Keras's `L2` regularizer); 0 for none. */
  readonly l2: number;
}
