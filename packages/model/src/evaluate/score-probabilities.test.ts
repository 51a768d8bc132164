import { EMOTIONS } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { correctAnswers } from './correct-answers.ts';
import { scoreProbabilities } from './score-probabilities.ts';

const two = ['calm', 'tense'];
const names = { labels: two, dataLabels: two };

/** 900 calm images, of which 90 % are called right, and 100 tense ones, of which half are; all as confident as told. */
function skewed(confidence: number): { probabilities: Float32Array; actual: Uint8Array } {
  const rows = Array.from({ length: 1000 }, (_, i) => {
    const label = i < 900 ? 0 : 1;
    const answer = i < 810 || i >= 950 ? label : 1 - label;
    return { label, row: answer === 0 ? [confidence, 1 - confidence] : [1 - confidence, confidence] };
  });
  return {
    probabilities: Float32Array.from(rows.flatMap(({ row }) => row)),
    actual: Uint8Array.from(rows, ({ label }) => label),
  };
}

describe('intervals', () => {
  const { probabilities, actual } = skewed(0.8);
  const { intervals, top1, balancedAccuracy, loss } = scoreProbabilities(probabilities, actual, names);

  // Variances of a share, of a mean of two shares, and of a loss that is one of two numbers.
  it.each([
    ['top1', intervals.top1, 0.86, (0.86 * 0.14) / 1000],
    ['balancedAccuracy', intervals.balancedAccuracy, 0.7, ((0.9 * 0.1) / 900 + (0.5 * 0.5) / 100) / 4],
    [
      'loss',
      intervals.loss,
      -0.86 * Math.log(0.8) - 0.14 * Math.log(0.2),
      (Math.log(0.8 / 0.2) ** 2 * 0.86 * 0.14) / 1000,
    ],
  ] as const)('of %s agree with the normal approximation', (name, [low, high], middle, variance) => {
    const half = 1.959964 * Math.sqrt(variance);
    expect(Math.abs(low - (middle - half)), 'low').toBeLessThan(0.12 * half);
    expect(Math.abs(high - (middle + half)), 'high').toBeLessThan(0.12 * half);
    expect({ top1, balancedAccuracy, loss }[name]).toBeCloseTo(middle, 6);
  });
});

it('counts a class without images for no interval', () => {
  const { probabilities, actual } = skewed(0.8);
  const padded = Float32Array.from(
    [...actual.keys()].flatMap((image) => [...probabilities.subarray(2 * image, 2 * image + 2), 0]),
  );
  const { intervals } = scoreProbabilities(padded, actual, { labels: [...two, 'bored'], dataLabels: two });
  expect(intervals).toEqual(scoreProbabilities(probabilities, actual, names).intervals);
});

describe('a temperature', () => {
  // 0.8² : 0.2² = 16 : 1
  const { probabilities, actual } = skewed(16 / 17);
  const plain = scoreProbabilities(probabilities, actual, names);
  const tempered = scoreProbabilities(probabilities, actual, { ...names, temperature: 2 });

  it('moves loss, calibration and coverage, and nothing else', () => {
    const softer = scoreProbabilities(skewed(0.8).probabilities, actual, names);
    expect(tempered.loss).toBeCloseTo(softer.loss, 6);
    expect(tempered.calibration.expectedError).toBeCloseTo(0.06, 6);
    expect(tempered.untempered).toEqual({ loss: plain.loss, calibration: plain.calibration });
    expect(tempered.temperature).toBe(2);
    for (const key of ['top1', 'balancedAccuracy', 'perClass', 'confusionMatrix', 'count'] as const) {
      expect(tempered[key]).toEqual(plain[key]);
    }
    expect(tempered.intervals.top1).toEqual(plain.intervals.top1);
    expect(tempered.selective[5]!.minConfidence).toBeCloseTo(0.8, 6);
  });

  it('of 1 is none', () => {
    expect(plain).not.toHaveProperty('untempered');
    expect(plain.temperature).toBe(1);
    expect(scoreProbabilities(probabilities, actual, { ...names, temperature: 1 })).toEqual(plain);
  });

  it('does not decide what is called right, even where float32 makes two equal', () => {
    // Neighbours in float32, whose twentieth roots are one number.
    const close = Float32Array.of(0.49999997, 0.5);
    const score = scoreProbabilities(close, Uint8Array.of(1), { ...names, temperature: 20 });
    expect(score.top1).toBe(1);
  });

  it('is JSON without loss', () => {
    expect(JSON.parse(JSON.stringify(tempered))).toEqual(tempered);
  });
});

describe('labels of the data', () => {
  const eight = [...EMOTIONS, 'contempt'];
  const row = Float32Array.of(0, 0, 0, 0, 0, 0, 0, 1);

  it('may be more than seven', () => {
    const names = { labels: eight, dataLabels: eight };
    expect(scoreProbabilities(row, Uint8Array.of(7), names).top1).toBe(1);
    expect([...correctAnswers(row, Uint8Array.of(7), names)]).toEqual([1]);
    expect([...correctAnswers(row, Uint8Array.of(3), { labels: eight })]).toEqual([0]);
  });

  it('are refused by name where the network lacks one', () => {
    const run = () => scoreProbabilities(row.subarray(1), Uint8Array.of(7), { dataLabels: eight });
    expect(run).toThrow(
      expect.objectContaining({
        code: 'FER_INVALID_ARGUMENT',
        message: expect.stringContaining('Image 0 has contempt, which is none'),
      }),
    );
  });
});

describe('refuses', () => {
  const run = (options: object, labels = Uint8Array.of(0)) =>
    scoreProbabilities(Float32Array.of(1, 0), labels, { ...names, ...options });

  it.each([
    ['a temperature of 0', () => run({ temperature: 0 }), 'temperature must be a number from 0.05 to 20'],
    ['an option that there is not', () => run({ temprature: 2 }), "Did you mean 'temperature'?"],
    ['rows too few', () => run({}, Uint8Array.of(0, 0)), '2 images × 2 labels'],
    [
      'what is no probabilities',
      () => scoreProbabilities([1, 0] as never, Uint8Array.of(0), names),
      'must be a Float32Array of 1 images × 2 labels',
    ],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(
      expect.objectContaining({
        code: 'FER_INVALID_ARGUMENT',
        message: expect.stringContaining(message),
      }),
    );
  });
});
