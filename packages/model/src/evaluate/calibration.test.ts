import { expect, it } from 'vitest';
import { CALIBRATION_BINS, calibration } from './calibration.ts';

it('is the mean gap between confidence and accuracy', () => {
  // Two at 0.9, one of them right; two at 0.62, both right: (2/4)·|0.5 − 0.9| + (2/4)·|1 − 0.62| = 0.39
  const probabilities = Float32Array.of(0.9, 0.1, 0.9, 0.1, 0.62, 0.38, 0.38, 0.62);
  const result = calibration(probabilities, [0, 1, 0, 1], [0, 0, 0, 1], 2);
  expect(result.expectedError).toBeCloseTo(0.39, 6);
  expect(result.bins).toHaveLength(CALIBRATION_BINS);
  expect(result.bins[9]).toEqual({ count: 2, confidence: expect.closeTo(0.62, 6), accuracy: 1 });
  expect(result.bins[13]).toEqual({ count: 2, confidence: expect.closeTo(0.9, 6), accuracy: 0.5 });
  expect(result.bins[0]).toEqual({ count: 0, confidence: 0, accuracy: 0 });
});

it('puts certainty into the last bin, and a bound into the bin below it', () => {
  const certain = calibration(Float32Array.of(1, 0), [0], [0], 2);
  expect(certain.bins[14]!.count).toBe(1);
  expect(certain.expectedError).toBe(0);
  // 1/3 = 5/15 belongs to bin 5 of 15.
  const third = calibration(Float32Array.of(0.333333, 0.333333, 0.333333), [0], [0], 3);
  expect(third.bins[4]!.count).toBe(1);
});
