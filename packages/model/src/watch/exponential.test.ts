import { postprocessorContract } from '@fer/core/test';
import { describe, expect, it } from 'vitest';
import { exponential } from './exponential.ts';

describe('contract', () => {
  for (const { name, run } of postprocessorContract(exponential)) it(name, run);
});

const happy = { happy: 1, sad: 0 };
const sad = { happy: 0, sad: 1 };

it.each([undefined, 120])(
  'halves what was seen a half-life before (%s ms), in any number of steps',
  (halfLifeMs) => {
    const after = halfLifeMs ?? 300;
    for (const steps of [1, 2, 7, 100]) {
      const { update } = exponential.create(halfLifeMs === undefined ? {} : { halfLifeMs });
      update({ id: 1, timestamp: 1000, scores: happy });
      let scores: Readonly<Record<string, number>> = {};
      for (let step = 1; step <= steps; step++) {
        scores = update({ id: 1, timestamp: 1000 + (after * step) / steps, scores: sad });
      }
      expect(scores.happy).toBeCloseTo(0.5, 9);
      expect(scores.sad).toBeCloseTo(0.5, 9);
    }
  },
);

it.each([0, -1, Number.NaN, '300'])('refuses a half-life of %j', (halfLifeMs) => {
  expect(() => exponential.create({ halfLifeMs })).toThrow(/`halfLifeMs` must be a number of ms above 0/);
});
