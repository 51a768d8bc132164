import type { NamedTensor } from '@fer/core';

/** How weights are averaged over the steps of a training. */
export interface AverageConfig {
  /** How much of the average is kept at each step, from 0 to below 1; less at first, see `averageDecay`. */
  readonly decay: number;
}

/** By name, as `TrainableNetwork.read` gives them. */
export type NamedTensors = ReadonlyMap<string, NamedTensor>;

/**
 * The decay of step `step` (from 0), which rises from 0.1 so that the first, random weights are soon forgotten:
 * `min(decay, (1 + step) / (10 + step))`, as TensorFlow's `ExponentialMovingAverage` with `num_updates`.
 */
export function averageDecay({ decay }: AverageConfig, step: number): number {
  return Math.min(decay, (1 + step) / (10 + step));
}

/**
 * Moves an exponential moving average towards the weights of now, in place: `average = d average + (1 - d) weights`
 * (Polyak and Juditsky 1992; for weights in training as here Tarvainen and Valpola 2017, arXiv:1703.01780).
 *
 * @param average,weights `[size]`
 */
export function moveAverage(average: Float32Array, weights: Float32Array, decay: number): void {
  const part = 1 - decay;
  for (let i = 0; i < average.length; i++) {
    const value = average[i]!;
    average[i] = value + part * (weights[i]! - value);
  }
}
