import { expect, it } from 'vitest';
import { shuffledIndices } from './shuffle.ts';

it('visits every item once', () => {
  for (const count of [0, 1, 2, 1000]) {
    expect([...shuffledIndices(count, 3, 0)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: count }, (_, i) => i),
    );
  }
});

it('gives the same order for the same seed and pass, another one otherwise', () => {
  expect(shuffledIndices(50, 3, 4)).toEqual(shuffledIndices(50, 3, 4));
  expect(shuffledIndices(50, 3, 4)).not.toEqual(shuffledIndices(50, 3, 5));
  expect(shuffledIndices(50, 3, 4)).not.toEqual(shuffledIndices(50, 4, 4));
});

it('gives all six orders of three items equally often', () => {
  const seen = new Map<string, number>();
  for (let pass = 0; pass < 6000; pass++) {
    const key = shuffledIndices(3, 1, pass).join();
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  expect(seen.size).toBe(6);
  // Five standard deviations of a binomial count: √(6000 · 1/6 · 5/6) = 29.
  for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(145);
});
