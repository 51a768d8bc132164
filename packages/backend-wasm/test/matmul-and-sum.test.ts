import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { randomValues, relativeError, runOnBoth } from './on-backends.ts';

describe.each([
  { m: 1, n: 1, k: 1 },
  { m: 3, n: 7, k: 5 },
  { m: 4, n: 8, k: 16 },
  { m: 13, n: 17, k: 9 },
  { m: 130, n: 24, k: 33 },
  { m: 7, n: 1024, k: 128 },
])('matMul [$m, $k] by [$k, $n]', ({ m, n, k }) => {
  it.each([
    [false, false, 'f32_matmul'],
    [false, true, 'f32_matmul'],
    [true, false, 'f32_matmul_transpose_a'],
    [true, true, 'f32_matmul_transpose_a'],
  ] as const)('transposed %s and %s equals the cpu backend', async (transposeA, transposeB, path) => {
    const a = randomValues(transposeA ? [k, m] : [m, k], 1);
    const b = randomValues(transposeB ? [n, k] : [k, n], 2);
    const { cpu, wasm, paths } = await runOnBoth([a, b], (left, right) =>
      tf.matMul(left!, right!, transposeA, transposeB),
    );
    expect(paths).toContain(path);
    expect(relativeError(wasm, cpu)).toBeLessThan(2e-6);
  });
});

it('broadcasts the leading dimensions of a batched product', async () => {
  const left = randomValues([2, 1, 3, 4], 1);
  const right = randomValues([5, 4, 6], 2);
  const { wasm } = await runOnBoth([left, right], (a, b) => tf.matMul(a!, b!));
  expect(wasm.shape).toEqual([2, 5, 3, 6]);
  // The cpu backend repeats the last matrix instead of broadcasting, so the reference is a product a pair.
  for (const [i, j] of [
    [0, 0],
    [0, 4],
    [1, 3],
  ] as const) {
    const { cpu } = await runOnBoth([left, right], (a, b) =>
      tf.matMul(tf.reshape(tf.slice(a!, i, 1), [3, 4]), tf.reshape(tf.slice(b!, j, 1), [4, 6])),
    );
    const start = (i * 5 + j) * 18;
    const pair = { shape: [3, 6], data: wasm.data.subarray(start, start + 18) };
    expect(relativeError(pair, cpu)).toBeLessThan(2e-6);
  }
});

it('gives zeros for an inner size of 0', async () => {
  const { wasm } = await runOnBoth([randomValues([2, 0], 1), randomValues([0, 3], 2)], (a, b) =>
    tf.matMul(a!, b!),
  );
  expect([...wasm.data]).toEqual([0, 0, 0, 0, 0, 0]);
});

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

it('shares the data of an identity until both are disposed', async () => {
  await tf.setBackend('wasm');
  const one = tf.tensor1d([1, 2, 3]);
  const two = tf.clone(one);
  one.dispose();
  expect([...two.dataSync()]).toEqual([1, 2, 3]);
  two.dispose();
});
