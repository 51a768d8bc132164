import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { randomValues, relativeError, runOnBoth } from './on-backends.ts';

it('adds up rows by segment and leaves out ids that are no segment', async () => {
  const { cpu, wasm, paths } = await runOnBoth([randomValues([9, 2, 3], 1)], (x) =>
    tf.unsortedSegmentSum(x!, tf.tensor1d([0, 4, 2, 2, -1, 0, 7, 4, 2], 'int32'), 5),
  );
  expect(paths).toEqual(['f32_segment_sum']);
  expect(wasm.shape).toEqual([5, 2, 3]);
  expect(relativeError(wasm, cpu)).toBeLessThan(1e-6);
});

it('gives gather its gradient', async () => {
  const { cpu, wasm, paths } = await runOnBoth([randomValues([6, 4], 1), randomValues([3, 4], 2)], (x, dy) =>
    tf.grad((variable) => tf.gather(variable, tf.tensor1d([5, 1, 5], 'int32')))(x!, dy),
  );
  expect(paths).toContain('f32_segment_sum');
  expect(relativeError(wasm, cpu)).toBeLessThan(1e-6);
});

it('refuses integers and names the type', async () => {
  await tf.setBackend('wasm');
  const x = tf.tensor1d([1, 2], 'int32');
  const ids = tf.tensor1d([0, 0], 'int32');
  expect(() => tf.unsortedSegmentSum(x, ids, 1)).toThrow(/float32 values, but x is int32/);
  tf.dispose([x, ids]);
});
