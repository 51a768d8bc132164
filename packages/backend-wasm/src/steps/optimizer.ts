import * as Op from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';
import { adamWords, momentumWords, sumOfSquaresWords } from './op-arguments.ts';

/** Floats of a chunk: 20 to 50 µs, by what of it lies in the cache. */
const chunkLength = 1 << 14;

const chunksOf = (length: number) => Math.ceil(length / chunkLength);

/**
 * One step of Adam as Keras takes it (keras/src/optimizers/adam.py), with decoupled weight decay:
 *
 *     m += (1 - beta1) (factor g - m)
 *     v += (1 - beta2) ((factor g)² - v)
 *     out = keep w - rate m / (√v + epsilon)
 *
 * Moments below 1e-30 become 0.
 *
 * @param at all [length]; the moments are changed, `out` is overwritten
 * @param rate the learning rate times √(1 - beta2ᵗ) / (1 - beta1ᵗ)
 */
export function adam(
  at: {
    readonly weights: number;
    readonly gradient: number;
    readonly first: number;
    readonly second: number;
    readonly out: number;
  },
  length: number,
  factors: {
    readonly gradientFactor: number;
    readonly beta1: number;
    readonly beta2: number;
    readonly epsilon: number;
    readonly rate: number;
    readonly keep: number;
  },
): Step {
  return {
    op: Op.adam,
    chunks: chunksOf(length),
    scratchFloats: 0,
    fields: adamWords({
      weights: at.weights,
      gradient: at.gradient,
      first: at.first,
      second: at.second,
      out: at.out,
      length,
      chunkLength,
      gradientFactor: factors.gradientFactor,
      towards1: 1 - factors.beta1,
      towards2: 1 - factors.beta2,
      epsilon: factors.epsilon,
      rate: factors.rate,
      keep: factors.keep,
    }),
  };
}

/**
 * One step of gradient descent with momentum as Keras takes it (keras/src/optimizers/sgd.py), with decoupled weight
 * decay:
 *
 *     m = momentum m - rate g
 *     out = keep w + m                          or, by Nesterov, keep w + momentum m - rate g
 *
 * A velocity below 1e-30 becomes 0.
 *
 * @param at all [length]; the velocity is changed, `out` is overwritten
 */
export function momentum(
  at: {
    readonly weights: number;
    readonly gradient: number;
    readonly velocity: number;
    readonly out: number;
  },
  length: number,
  factors: {
    readonly rate: number;
    readonly momentum: number;
    readonly nesterov: boolean;
    readonly keep: number;
  },
): Step {
  return {
    op: Op.momentum,
    chunks: chunksOf(length),
    scratchFloats: 0,
    fields: momentumWords({
      weights: at.weights,
      gradient: at.gradient,
      velocity: at.velocity,
      out: at.out,
      length,
      chunkLength,
      rate: factors.rate,
      momentum: factors.momentum,
      nesterov: factors.nesterov ? 1 : 0,
      keep: factors.keep,
    }),
  };
}

/** Doubles that `sumOfSquares` writes. */
export function sumOfSquaresParts(length: number): number {
  return chunksOf(length);
}

/** The sums of x² by parts of x [length], as `sumOfSquaresParts` doubles at `out`. */
export function sumOfSquares(at: { readonly x: number; readonly out: number }, length: number): Step {
  return {
    op: Op.sumOfSquares,
    chunks: chunksOf(length),
    scratchFloats: 0,
    fields: sumOfSquaresWords({ x: at.x, out: at.out, length, chunkLength }),
  };
}
