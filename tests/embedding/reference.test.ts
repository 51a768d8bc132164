import { createRecognizer } from '@fer/model';
import { tfjsCpu } from '@fer/runtime-tfjs';
import { expect, inject, it } from 'vitest';
import { picture } from './fixtures/shared/picture.js';
import { expectAnswer } from './support/answer.ts';

it('is what tfjs computes in plain JavaScript', async () => {
  const fer = await createRecognizer({ runtime: tfjsCpu, detector: false });
  const [face] = await fer.recognize(picture);
  expectAnswer({ runtime: fer.runtime, scores: face!.scores }, 'tfjs-cpu');
  fer.dispose();
});

it('is no matter of course', () => {
  const scores = Object.values(inject('reference'));
  expect(scores).toHaveLength(7);
  expect(scores.reduce((sum, score) => sum + score)).toBeCloseTo(1, 5);
  expect(Math.max(...scores) - Math.min(...scores)).toBeGreaterThan(0.1);
});
