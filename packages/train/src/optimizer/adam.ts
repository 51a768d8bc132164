import type { AdamConfig } from '@fer/runtime-tfjs';
import { SMALLEST_MOMENT } from './denormals.ts';
import type { Optimizer, Parameter } from './optimizer.ts';

/**
 * Adam as Keras computes it (keras/src/optimizers/adam.py; the "efficient" order at the end of section 2 of the
 * paper): epsilon is added to the root of the uncorrected second moment.
 *
 *     m += (1 - beta1) (g - m)
 *     v += (1 - beta2) (g² - v)
 *     w -= rate × weightDecay × w
 *     w -= rate √(1 - beta2ᵗ) / (1 - beta1ᵗ) × m / (√v + epsilon)        t from 1
 */
export function createAdam(config: AdamConfig, parameters: readonly Parameter[]): Optimizer {
  const first = parameters.map(({ size }) => new Float32Array(size));
  const second = parameters.map(({ size }) => new Float32Array(size));
  return {
    slots: new Map([
      ['first-moment', first],
      ['second-moment', second],
    ]),
    update(index, weights, gradient, { step, learningRate, gradientFactor }) {
      const { decays, rateFactor = 1 } = parameters[index]!;
      const rate = learningRate * rateFactor;
      const { beta1, beta2, epsilon, weightDecay } = config;
      const correction = Math.sqrt(1 - beta2 ** (step + 1)) / (1 - beta1 ** (step + 1));
      adamUpdate(
        weights,
        gradient,
        first[index]!,
        second[index]!,
        gradientFactor,
        1 - beta1,
        1 - beta2,
        epsilon,
        rate * correction,
        decays ? 1 - rate * weightDecay : 1,
      );
    },
  };
}

/** On its own, with plain arguments, so that the engine compiles one tight loop. */
function adamUpdate(
  weights: Float32Array,
  gradient: Float32Array,
  first: Float32Array,
  second: Float32Array,
  gradientFactor: number,
  towards1: number,
  towards2: number,
  epsilon: number,
  rate: number,
  keep: number,
): void {
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i]! * gradientFactor;
    let m = first[i]!;
    let v = second[i]!;
    m += (g - m) * towards1;
    v += (g * g - v) * towards2;
    if (m < SMALLEST_MOMENT && m > -SMALLEST_MOMENT) m = 0;
    if (v < SMALLEST_MOMENT) v = 0;
    first[i] = m;
    second[i] = v;
    weights[i] = weights[i]! * keep - (rate * m) / (Math.sqrt(v) + epsilon);
  }
}
