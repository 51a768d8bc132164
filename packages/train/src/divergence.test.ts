import { describe, expect, it } from 'vitest';
import { assertFinite, checkLoss } from './divergence.ts';
import type { DivergenceState } from './state.ts';

const position = { epoch: 3, step: 14, learningRate: 0.5 };
const config = { divergence: { factor: 10, steps: 3 }, labels: ['a', 'b'] };

function follow(losses: number[]): DivergenceState {
  let state: DivergenceState = { firstLoss: null, highSteps: 0 };
  for (const loss of losses) state = checkLoss(loss, state, config, position);
  return state;
}

const diverged = (details: object) =>
  expect.objectContaining({ code: 'FER_TRAINING_DIVERGED', details: expect.objectContaining(details) });

describe('checkLoss', () => {
  it('lets losses pass that are high for a while', () => {
    expect(follow([1, 11, 11, 9, 11, 11])).toEqual({ firstLoss: 1, highSteps: 2 });
  });

  it('stops at losses that stay high', () => {
    expect(() => follow([1, 11, 11, 12])).toThrow(diverged({ epoch: 3, step: 14, loss: 12 }));
  });

  it('measures by guessing where a training starts with a lower loss', () => {
    expect(follow([0.01, 6, 6, 6, 6]).highSteps).toBe(0);
    expect(() => follow([0.01, 7, 7, 7])).toThrow(diverged({ loss: 7 })); // over 10 ln 2
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('stops at %s', (loss) => {
    expect(() => follow([1, loss])).toThrow(diverged({ epoch: 3, step: 14, learningRate: 0.5, loss }));
  });
});

describe('assertFinite', () => {
  it('finds one bad number among many', () => {
    const data = new Float32Array(1000).fill(3e38);
    expect(() => assertFinite('w', data, position)).not.toThrow();
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(() => assertFinite('dense1/kernel', data.with(999, bad), position)).toThrow(/dense1\/kernel/);
    }
  });
});
