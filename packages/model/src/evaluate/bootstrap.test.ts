import { createRandom } from '@fer/core';
import { expect, it } from 'vitest';
import { bootstrap } from './bootstrap.ts';

const share = (values: ArrayLike<number>) =>
  bootstrap(values.length, (drawn) => {
    let sum = 0;
    for (const one of drawn) sum += values[one]!;
    return { share: sum / drawn.length };
  }).share;

it('is about as wide as the normal approximation of a binomial, and the same every time', () => {
  const values = Array.from({ length: 1000 }, (_, i) => Number(i < 700));
  const [low, high] = share(values);
  // 0.7 ± 1.96 · √(0.7 · 0.3 / 1000); the bounds of 2,000 resamples are known to a thousandth or two.
  const half = 1.959964 * Math.sqrt((0.7 * 0.3) / 1000);
  expect(Math.abs(low - (0.7 - half))).toBeLessThan(0.003);
  expect(Math.abs(high - (0.7 + half))).toBeLessThan(0.003);
  expect(share(values)).toEqual([low, high]);
});

it('holds the true share in about 95 of 100 samples', () => {
  const random = createRandom(7);
  const held = Array.from({ length: 200 }, () => {
    const [low, high] = share(Array.from({ length: 150 }, () => Number(random.next() < 0.6)));
    return low <= 0.6 && 0.6 <= high;
  }).filter(Boolean).length;
  // Of 200 at 95 %: 190 ± 3.1.
  expect(held).toBeGreaterThan(180);
  expect(held).toBeLessThan(199);
});

it('takes the 50th and the 1,950th of 2,000 sorted figures', () => {
  let calls = 0;
  expect(bootstrap(1, () => ({ figure: ++calls }))).toEqual({ figure: [50, 1950] });
});
