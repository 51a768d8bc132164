import { expect, it } from 'vitest';
import { smoothScores } from './smooth-scores.ts';

const none = { angry: 0, disgust: 0, fear: 0, happy: 0, sad: 0, surprise: 0, neutral: 0 };

it('follows the frames with a delay, and its scores still sum to 1', () => {
  const first = smoothScores(undefined, { ...none, happy: 1 });
  expect(first.happy).toBe(1);
  let scores = first;
  for (let frame = 0; frame < 20; frame++) {
    scores = smoothScores(scores, { ...none, sad: 1 });
    expect(Object.values(scores).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    if (frame === 0) expect(scores.happy).toBeGreaterThan(scores.sad);
  }
  expect(scores.sad).toBeGreaterThan(0.99);
});
