import type { SgdConfig } from '@fer/runtime-tfjs';
import { SMALLEST_MOMENT } from './denormals.ts';
import type { Optimizer, Parameter } from './optimizer.ts';

/**
 * Momentum as Keras computes it (keras/src/optimizers/sgd.py): the velocity holds the learning rate.
 *
 *     m  = momentum × m - rate × g
 *     w -= rate × weightDecay × w
 *     w += m                                 plain
 *     w += momentum × m - rate × g           Nesterov
 */
export function createSgd(config: SgdConfig, parameters: readonly Parameter[]): Optimizer {
  const velocity = parameters.map(({ size }) => new Float32Array(size));
  return {
    slots: new Map([['velocity', velocity]]),
    update(index, weights, gradient, { learningRate, gradientFactor }) {
      const { decays, rateFactor = 1 } = parameters[index]!;
      const rate = learningRate * rateFactor;
      const { momentum, nesterov, weightDecay } = config;
      sgdUpdate(
        weights,
        gradient,
        velocity[index]!,
        rate * gradientFactor,
        momentum,
        nesterov,
        decays ? 1 - rate * weightDecay : 1,
      );
    },
  };
}

function sgdUpdate(
  weights: Float32Array,
  gradient: Float32Array,
  velocity: Float32Array,
  rate: number,
  momentum: number,
  nesterov: boolean,
  keep: number,
): void {
  for (let i = 0; i < weights.length; i++) {
    const push = gradient[i]! * rate;
    let m = velocity[i]! * momentum - push;
    if (m < SMALLEST_MOMENT && m > -SMALLEST_MOMENT) m = 0;
    velocity[i] = m;
    weights[i] = weights[i]! * keep + (nesterov ? m * momentum - push : m);
  }
}
