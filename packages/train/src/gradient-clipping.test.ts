import { expect, it } from 'vitest';
import { clippingFactor, sumOfSquares } from './gradient-clipping.ts';

it('scales all tensors as one vector, as tf.clip_by_global_norm', () => {
  // TensorFlow 2.21: clip_by_global_norm([[3, 4], [12]], 2.6) is [[0.6, 0.8], [2.4]].
  const norm = Math.sqrt(sumOfSquares(Float32Array.of(3, 4)) + sumOfSquares(Float32Array.of(12)));
  expect(clippingFactor(norm, 2.6)).toBeCloseTo(0.2, 12);
  expect(clippingFactor(norm, 13)).toBe(1);
  expect(clippingFactor(norm, 100)).toBe(1);
});
