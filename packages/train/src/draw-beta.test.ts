import { createRandom } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { drawBeta } from './draw-beta.ts';

describe('drawBeta', () => {
  it.each([0.2, 0.5, 1, 3])('has the mean, variance and tails of Beta(%f, %f)', (alpha) => {
    const random = createRandom(3);
    const draws = Array.from({ length: 40_000 }, () => drawBeta(alpha, random));
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / (4 * (2 * alpha + 1)), 2);
    expect(draws.every((x) => x >= 0 && x <= 1)).toBe(true);
  });

  it('is even for alpha 1', () => {
    const random = createRandom(4);
    const draws = Array.from({ length: 40_000 }, () => drawBeta(1, random));
    for (const bound of [0.1, 0.25, 0.9]) {
      expect(draws.filter((x) => x < bound).length / draws.length).toBeCloseTo(bound, 2);
    }
  });

  it('is a number for an alpha near 0', () => {
    const random = createRandom(5);
    for (let i = 0; i < 200; i++) expect(drawBeta(1e-3, random)).toBeGreaterThanOrEqual(0);
  });
});
