import * as Op from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';
import { dropoutWords } from './op-arguments.ts';

/** Which numbers are dropped. */
export interface DropoutMask {
  /** The share that is dropped, over 0 and under 1; the others are multiplied by 1 / (1 - rate). */
  readonly rate: number;
  /** The four words of xoshiro128** that the random numbers begin with: `randomState` of `@fer/core`. */
  readonly state: ArrayLike<number>;
  /** Random numbers to pass over first; default 0. */
  readonly skipped?: number | undefined;
}

/**
 * y = x with some numbers dropped, of [length] each: number i is dropped if random number `skipped` + i, in [0, 1), is
 * below the rate.
 *
 * @param at `y` may be `x`
 */
export function dropout(
  at: { readonly x: number; readonly y: number },
  length: number,
  { rate, state, skipped = 0 }: DropoutMask,
): Step {
  // random / 2³² < rate, in whole numbers.
  const highestDropped = Math.ceil(rate * 2 ** 32) - 1;
  return {
    op: Op.dropout,
    chunks: length === 0 ? 0 : 1,
    scratchFloats: 0,
    fields: dropoutWords({
      x: at.x,
      y: at.y,
      length,
      skipped,
      s0: state[0]!,
      s1: state[1]!,
      s2: state[2]!,
      s3: state[3]!,
      highestDropped,
      scale: 1 / (1 - rate),
    }),
  };
}
