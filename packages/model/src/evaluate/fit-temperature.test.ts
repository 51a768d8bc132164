import { describe, expect, it } from 'vitest';
import { fitTemperature } from './fit-temperature.ts';
import { crossEntropy } from './metrics.ts';
import { applyTemperature } from './temperature.ts';

const labels = ['a', 'b', 'c'];
const names = { labels, dataLabels: labels };

/** Images that are of each class as often as their true probabilities say, which the network gives sharpened or dulled. */
function answers(temperature: number): { probabilities: Float32Array; actual: Uint8Array } {
  const truth = [
    { row: [0.5, 0.25, 0.25], actual: [0, 0, 1, 2] },
    { row: [0.1, 0.8, 0.1], actual: [0, 1, 1, 1, 1, 1, 1, 1, 1, 2] },
    { row: [0.2, 0.2, 0.6], actual: [0, 1, 2, 2, 2] },
  ];
  const given = truth.flatMap(({ row, actual }) => {
    const powers = row.map((p) => p ** (1 / temperature));
    const sum = powers.reduce((a, b) => a + b);
    return actual.map((label) => ({ label, row: powers.map((power) => power / sum) }));
  });
  return {
    probabilities: Float32Array.from(given.flatMap(({ row }) => row)),
    actual: Uint8Array.from(given, ({ label }) => label),
  };
}

it.each([0.2, 0.5, 0.8, 1, 1.7, 4])('undoes a temperature of %d', (temperature) => {
  const { probabilities, actual } = answers(temperature);
  const fitted = fitTemperature(probabilities, actual, names);
  expect(Math.abs(fitted - 1 / temperature)).toBeLessThan(2e-4);

  const loss = (t: number) => crossEntropy(applyTemperature(probabilities, 3, t), actual, 3);
  expect(loss(fitted)).toBeLessThanOrEqual(Math.min(loss(fitted * 1.02), loss(fitted * 0.98)));
});

it('follows the labels of the network, in their order', () => {
  const { probabilities, actual } = answers(0.5);
  const dataLabels = ['c', 'a', 'b'];
  const renamed = actual.map((label) => dataLabels.indexOf(labels[label]!));
  expect(fitTemperature(probabilities, renamed, { labels, dataLabels })).toBe(
    fitTemperature(probabilities, actual, names),
  );
});

describe('ends at a bound', () => {
  const two = { labels: ['a', 'b'], dataLabels: ['a', 'b'] };

  it('where the network is always right', () => {
    expect(fitTemperature(Float32Array.of(0.9, 0.1), Uint8Array.of(0), two)).toBe(0.05);
  });

  it('where it is always wrong, though it gave 0', () => {
    expect(fitTemperature(Float32Array.of(1, 0), Uint8Array.of(1), two)).toBe(20);
  });
});

it('refuses rows of another length', () => {
  expect(() => fitTemperature(Float32Array.of(1, 0), Uint8Array.of(0), names)).toThrow(
    expect.objectContaining({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining('1 images × 3'),
    }),
  );
});
