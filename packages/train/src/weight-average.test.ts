import { describe, expect, it } from 'vitest';
import { averageDecay, moveAverage } from './weight-average.ts';

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
    const average = Float32Array.of(0, 10, -1);
    const expected = Array.from(average);
    for (let step = 0; step < 100; step++) {
      const weights = [Math.sin(step), step, 3];
      moveAverage(average, Float32Array.from(weights), 0.9);
      for (const [i, weight] of weights.entries()) expected[i] = 0.9 * expected[i]! + 0.1 * weight;
    }
    for (const [i, value] of expected.entries()) expect(average[i]).toBeCloseTo(value, 4);
  });
});
