import { Activation } from '../../assembly/activation.ts';
import * as Op from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';
import { addWords } from './op-arguments.ts';

/** Floats of a chunk, some 20 µs. */
const chunkLength = 1 << 15;

/**
 * y = activation(x + other), of [length] each.
 *
 * @param at `y` may be one of the inputs
 * @param activation any but PReLU, whose alphas go by channel
 * @param alpha what leaky ReLU multiplies negative sums with
 */
export function add(
  at: { readonly x: number; readonly other: number; readonly y: number },
  length: number,
  activation: Activation = Activation.none,
  alpha = 0,
): Step {
  return {
    op: Op.add,
    chunks: Math.ceil(length / chunkLength),
    scratchFloats: 0,
    fields: addWords({ x: at.x, other: at.other, y: at.y, length, chunkLength, activation, alpha }),
  };
}

/**
 * y = activation(x), of [length] each.
 *
 * @param at `y` may be `x`
 * @param activation any but PReLU, whose alphas go by channel
 * @param alpha what leaky ReLU multiplies negative numbers with
 */
export function activation(
  at: { readonly x: number; readonly y: number },
  length: number,
  activation: Activation,
  alpha = 0,
): Step {
  return add({ ...at, other: 0 }, length, activation, alpha);
}
