import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { segmentSum } from '../src/steps/segment-sum.ts';
import { randomValues, relativeError, runOnBoth } from './on-backends.ts';
import { randomFloats } from './random-floats.ts';
import { createStepMemory } from './step-memory.ts';

it('adds up rows by segment and leaves out ids that are no segment', async () => {
  const { cpu, wasm, paths } = await runOnBoth([randomValues([9, 2, 3], 1)], (x) =>
    tf.unsortedSegmentSum(x!, tf.tensor1d([0, 4, 2, 2, -1, 0, 7, 4, 2], 'int32'), 5),
  );
  expect(paths).toEqual(['segment_sum']);
  expect(wasm.shape).toEqual([5, 2, 3]);
  expect(relativeError(wasm, cpu)).toBeLessThan(1e-6);
});

it('gives gather its gradient', async () => {
  const { cpu, wasm, paths } = await runOnBoth([randomValues([6, 4], 1), randomValues([3, 4], 2)], (x, dy) =>
    tf.grad((variable) => tf.gather(variable, tf.tensor1d([5, 1, 5], 'int32')))(x!, dy),
  );
  expect(paths).toContain('segment_sum');
  expect(relativeError(wasm, cpu)).toBeLessThan(1e-6);
});

it('refuses integers and names the type', async () => {
  await tf.setBackend('wasm');
  const x = tf.tensor1d([1, 2], 'int32');
  const ids = tf.tensor1d([0, 0], 'int32');
  expect(() => tf.unsortedSegmentSum(x, ids, 1)).toThrow(/float32 values, but x is int32/);
  tf.dispose([x, ids]);
});

it.each([
  [9, 1, 4],
  [40, 37, 5],
  [3000, 61, 7],
])(
  'sums %i rows of %i numbers into %i segments in any order of its chunks',
  async (rows, columns, segments) => {
    const x = randomFloats(rows * columns, 1);
    const ids = Array.from({ length: rows }, (_, row) => (row * 7) % (segments + 1));
    x[0] = Number.POSITIVE_INFINITY;
    const expected = new Float32Array(segments * columns);
    for (const [index, value] of x.entries()) {
      const at = ids[Math.floor(index / columns)]! * columns + (index % columns);
      if (at < expected.length) expected[at]! += value;
    }
    const memory = await createStepMemory();
    const at = { x: memory.put(x), ids: memory.putInt32(ids), out: memory.room(expected.length) };
    memory.run(segmentSum(at, rows, columns, segments));
    memory.assertFences();
    expect(memory.floats(at.out, expected.length)).toEqual(expected);
    memory.floats(at.out, expected.length).fill(Number.NaN);
    memory.runReversed(segmentSum(at, rows, columns, segments));
    expect(memory.floats(at.out, expected.length)).toEqual(expected);
  },
);
