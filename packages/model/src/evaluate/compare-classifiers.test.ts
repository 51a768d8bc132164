import { expect, it } from 'vitest';
import { compareClassifiers } from './compare-classifiers.ts';

it('gives the difference of the accuracies with the interval of a paired difference', () => {
  // Of 1,000 images 600 both, 120 the first alone, 80 the second alone.
  const correctA = Array.from({ length: 1000 }, (_, i) => i < 720);
  const correctB = Array.from({ length: 1000 }, (_, i) => i < 600 || (i >= 720 && i < 800));
  const { interval, ...result } = compareClassifiers(correctA, correctB);
  expect(result).toEqual({
    count: 1000,
    accuracyA: 0.72,
    accuracyB: 0.68,
    difference: 0.04,
    onlyA: 120,
    onlyB: 80,
    // 2 · P(X ≤ 80) of 200, by exact fractions in Python.
    pValue: expect.closeTo(0.0056851559967503, 10),
  });
  // Variance of a paired difference: (b + c - (b - c)² / n) / n².
  const half = 1.959964 * Math.sqrt((200 - 40 ** 2 / 1000) / 1000 ** 2);
  expect(Math.abs(interval[0] - (0.04 - half))).toBeLessThan(0.003);
  expect(Math.abs(interval[1] - (0.04 + half))).toBeLessThan(0.003);
});

it('finds no difference between a classifier and itself', () => {
  const one = [1, 0, 1];
  expect(compareClassifiers(one, one)).toMatchObject({ difference: 0, interval: [0, 0], pValue: 1 });
});

it('refuses no images', () => {
  expect(() => compareClassifiers([], [])).toThrow(expect.objectContaining({ code: 'FER_DATA_EMPTY' }));
});
