import { expect, it } from 'vitest';
import { mcnemar } from './mcnemar.ts';

/** Answers of two classifiers: right only in the first, only in the second, in both, in none. */
function answers(onlyA: number, onlyB: number, both = 3, none = 2): [a: boolean[], b: boolean[]] {
  const rows = (count: number, a: boolean, b: boolean) =>
    Array.from({ length: count }, () => [a, b] as const);
  const all = [
    ...rows(onlyA, true, false),
    ...rows(onlyB, false, true),
    ...rows(both, true, true),
    ...rows(none, false, false),
  ];
  return [all.map(([a]) => a), all.map(([, b]) => b)];
}

// By hand: 2 · (1 + 6) / 64, 2 · (1 + 12 + 66) / 4096, 2 / 32; the long ones by exact fractions in Python.
it.each([
  [5, 1, 0.21875],
  [2, 10, 0.03857421875],
  [0, 5, 0.0625],
  [3, 3, 1],
  [0, 0, 1],
  [100, 59, 0.001434463760420402],
  [2100, 1900, 0.0016492663751357],
])('with %i and %i that only one called right', (onlyA, onlyB, pValue) => {
  const result = mcnemar(...answers(onlyA, onlyB));
  expect(result).toEqual({ onlyA, onlyB, pValue: expect.closeTo(pValue, 10) });
});

it('refuses other images', () => {
  expect(() => mcnemar([1, 0], [1])).toThrow(expect.objectContaining({ code: 'FER_INVALID_ARGUMENT' }));
});
