import { describe, expect, it } from 'vitest';
import { averageDecay, moveAverage } from './weight-average.ts';

const tensor = (...values: number[]) => ({ shape: [values.length], data: Float32Array.from(values) });

describe('the average of weights', () => {
  it('forgets the first weights quickly and reaches its decay', () => {
    const decays = [0, 8, 80, 8989, 8990, 1e6].map((step) => averageDecay({ decay: 0.999 }, step));
    expect(decays[0]).toBe(0.1);
    expect(decays[1]).toBe(0.5);
    expect(decays[2]).toBe(0.9);
    expect(decays[3]).toBeLessThan(0.999);
    expect(decays.slice(4)).toEqual([0.999, 0.999]);
  });

  it('is that of a scalar loop, weight by weight', () => {
    const average = new Map([
      ['a', tensor(0, 10)],
      ['b', tensor(-1)],
    ]);
    const expected = [0, 10, -1];
    for (let step = 0; step < 100; step++) {
      const weights = [Math.sin(step), step, 3];
      moveAverage(
        average,
        new Map([
          ['a', tensor(weights[0]!, weights[1]!)],
          ['b', tensor(3)],
        ]),
        0.9,
      );
      for (const i of expected.keys()) expected[i] = 0.9 * expected[i]! + 0.1 * weights[i]!;
    }
    const received = [...average.get('a')!.data, ...average.get('b')!.data];
    for (const [i, value] of expected.entries()) expect(received[i]).toBeCloseTo(value, 4);
  });
});
