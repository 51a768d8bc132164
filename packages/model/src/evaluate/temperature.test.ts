import { createRandom } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { predictedClasses } from './metrics.ts';
import { applyTemperature } from './temperature.ts';

/** Rows of a softmax of seeded noise. */
function noise(rows: number, classes: number, scale: number): Float32Array {
  const random = createRandom(3);
  const all = Array.from({ length: rows }, () => {
    const powers = Array.from({ length: classes }, () => Math.exp(scale * random.normal()));
    const sum = powers.reduce((a, b) => a + b);
    return powers.map((power) => power / sum);
  });
  return Float32Array.from(all.flat());
}

it('is p^(1/T) over its sum', () => {
  // √0.8 : √0.2 = 2 : 1, and 0.6² : 0.4² = 9 : 4
  const soft = applyTemperature(Float32Array.of(0.8, 0.2), 2, 2);
  expect([...soft]).toEqual([expect.closeTo(2 / 3, 6), expect.closeTo(1 / 3, 6)]);
  const sharp = applyTemperature(Float32Array.of(0.6, 0.4), 2, 0.5);
  expect([...sharp]).toEqual([expect.closeTo(9 / 13, 6), expect.closeTo(4 / 13, 6)]);
});

it('is the identity at 1, in an array of its own', () => {
  const probabilities = noise(50, 7, 2);
  const same = applyTemperature(probabilities, 7, 1);
  expect(same).toEqual(probabilities);
  expect(same.buffer).not.toBe(probabilities.buffer);
});

it.each([0.05, 0.5, 1.0001, 3, 20])('keeps the best and the sum at %d', (temperature) => {
  const probabilities = noise(2000, 7, 3);
  const tempered = applyTemperature(probabilities, 7, temperature);
  const best = predictedClasses(probabilities, 7);
  for (let row = 0; row < 2000; row++) {
    const scores = tempered.subarray(row * 7, row * 7 + 7);
    expect(scores[best[row]!]).toBe(Math.max(...scores));
    expect(scores.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
  }
});

it('bears certainty and the smallest numbers', () => {
  const rows = Float32Array.of(1, 0, 0, 0.5, 0.5, 1e-45);
  expect([...applyTemperature(rows, 3, 0.05)]).toEqual([1, 0, 0, 0.5, 0.5, 0]);
  expect([...applyTemperature(Float32Array.of(1, 0), 2, 20)]).toEqual([1, 0]);
});

describe('refuses a temperature of', () => {
  it.each([0, -1, 0.049, 20.1, Number.NaN, Number.POSITIVE_INFINITY, '1', null])('%s', (temperature) => {
    expect(() => applyTemperature(Float32Array.of(1), 1, temperature as number)).toThrow(
      expect.objectContaining({
        code: 'FER_INVALID_ARGUMENT',
        message: expect.stringContaining('0.05 to 20'),
      }),
    );
  });
});
