import { expect, it } from 'vitest';
import { selectiveAccuracy } from './selective-accuracy.ts';

it('is the accuracy of the most confident', () => {
  // By falling confidence: right right wrong right right, wrong right wrong wrong wrong.
  const confidences = [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5];
  const correct = [1, 1, 0, 1, 1, 0, 1, 0, 0, 0];
  const order = [3, 9, 0, 7, 5, 1, 8, 2, 6, 4];
  const points = selectiveAccuracy(
    order.map((i) => confidences[i]!),
    order.map((i) => correct[i]!),
  );
  expect(points).toEqual([
    { coverage: 1, minConfidence: 0, accuracy: 5 / 10 },
    { coverage: 0.9, minConfidence: 0.55, accuracy: 5 / 9 },
    { coverage: 0.8, minConfidence: 0.6, accuracy: 5 / 8 },
    { coverage: 0.7, minConfidence: 0.65, accuracy: 5 / 7 },
    { coverage: 0.6, minConfidence: 0.7, accuracy: 4 / 6 },
    { coverage: 0.5, minConfidence: 0.75, accuracy: 4 / 5 },
  ]);
});

it('answers what is equally confident together', () => {
  const points = selectiveAccuracy([0.6, 0.6, 0.6, 0.9], [false, true, true, true]);
  expect(points.at(-1)).toEqual({ coverage: 1, minConfidence: 0.6, accuracy: 0.75 });
});

it('takes one image', () => {
  expect(selectiveAccuracy([0.4], [true])).toEqual(
    Array(6).fill({ coverage: 1, minConfidence: 0, accuracy: 1 }),
  );
});
