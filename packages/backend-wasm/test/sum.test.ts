import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { randomValues, relativeError, runOnBoth } from './on-backends.ts';

describe('sum', () => {
  it.each([
    { shape: [7], axis: [0], path: 'Sum:tfjs' },
    { shape: [700, 9], axis: [0], path: 'column_sums' },
    { shape: [3, 5, 6, 10], axis: [0, 1, 2], path: 'column_sums' },
    { shape: [3, 5, 6], axis: [0, 1], path: 'column_sums' },
    { shape: [3, 5, 6], axis: [2], path: 'Sum:tfjs' },
    { shape: [3, 5, 6], axis: [1], path: 'Sum:tfjs' },
  ])('of $shape over $axis takes $path and equals the cpu backend', async ({ shape, axis, path }) => {
    for (const keepDims of [false, true]) {
      const { cpu, wasm, paths } = await runOnBoth([randomValues(shape, 1)], (x) =>
        tf.sum(x!, axis, keepDims),
      );
      expect(paths).toContain(path);
      expect(relativeError(wasm, cpu)).toBeLessThan(1e-5);
    }
  });
});
