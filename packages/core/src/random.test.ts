import { describe, expect, it } from 'vitest';
import { createRandom, randomState } from './random.ts';

const many = (draw: () => number) => Array.from({ length: 20_000 }, draw);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('createRandom', () => {
  // Computed in Python's integers from the C of xoshiro128** and splitmix32.
  it.each([
    [[0], [2689449641, 715360001, 3076884276, 3572651805]],
    [[1], [1137134660, 3639744691, 2852116660, 3519565514]],
    [[-1], [1574356768, 2015968870, 1345113332, 1273943786]],
    [
      [42, 3, 7],
      [1901834991, 1515073937, 2738495670, 329431505],
    ],
  ])('gives the known numbers of %j', ([seed, ...streams], expected) => {
    const random = createRandom(seed!, ...streams);
    expect(expected.map(() => random.next() * 2 ** 32)).toEqual(expected);
  });

  it('begins with the state that can be taken elsewhere', () => {
    // The first number of xoshiro128** by its definition, from the second word of the state.
    const [, second] = randomState(42, 3, 7);
    const product = Math.imul(second!, 5);
    const first = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    expect(first).toBe(1901834991);
  });

  it('gives other numbers to another seed or stream', () => {
    const firsts = [[1], [2], [1, 0], [1, 1], [1, 1, 0], [1, 0, 1], [0, 1]].map(([seed, ...streams]) =>
      createRandom(seed!, ...streams).next(),
    );
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it('spreads evenly and stays in its interval', () => {
    const random = createRandom(5);
    const uniform = many(() => random.uniform(-2, 6));
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...uniform)).toBeLessThan(6);
    expect(Math.abs(mean(uniform) - 2)).toBeLessThan(0.1);

    const counts = [0, 0, 0, 0, 0, 0, 0];
    for (const value of many(() => random.integer(7))) counts[value]!++;
    for (const count of counts) expect(Math.abs(count - 20_000 / 7)).toBeLessThan(250);
  });

  it('draws normal numbers of mean 0 and variance 1', () => {
    const random = createRandom(6);
    const normal = many(random.normal);
    expect(normal.every(Number.isFinite)).toBe(true);
    expect(Math.abs(mean(normal))).toBeLessThan(0.04);
    expect(Math.abs(mean(normal.map((value) => value * value)) - 1)).toBeLessThan(0.06);
    // 95.4 % lie within two standard deviations.
    const within = normal.filter((value) => Math.abs(value) < 2).length / normal.length;
    expect(Math.abs(within - 0.954)).toBeLessThan(0.01);
  });
});
