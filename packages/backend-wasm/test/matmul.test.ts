import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { randomValues, relativeError, runOnBoth } from './on-backends.ts';
import { scalarMatmul } from './scalar-matmul.ts';

/** The matrix as it lies when it is transposed. */
function transpose(data: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from({ length: data.length }, (_, index) => {
    const row = index % rows;
    const column = Math.floor(index / rows);
    return data[row * columns + column]!;
  });
}

describe.each([
  { m: 1, n: 1, k: 1 },
  { m: 1, n: 70, k: 9 },
  { m: 3, n: 7, k: 5 },
  { m: 4, n: 8, k: 16 },
  { m: 13, n: 17, k: 9 },
  { m: 130, n: 24, k: 33 },
  { m: 7, n: 1024, k: 128 },
])('matMul [$m, $k] by [$k, $n]', ({ m, n, k }) => {
  const a = randomValues([m, k], 1);
  const b = randomValues([k, n], 2);
  const expected = {
    shape: [m, n],
    data: Float32Array.from(scalarMatmul(a.data, b.data, { rows: m, columns: n, depth: k })),
  };

  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('transposed %s and %s equals the scalar loop', async (transposeA, transposeB) => {
    const left = transposeA ? { shape: [k, m], data: transpose(a.data, m, k) } : a;
    const right = transposeB ? { shape: [n, k], data: transpose(b.data, k, n) } : b;
    const { wasm, paths } = await runOnBoth([left, right], (x, y) =>
      tf.matMul(x!, y!, transposeA, transposeB),
    );
    expect(paths).toContain(m > 1 ? 'matmul' : transposeB ? 'matvec' : 'vector_matrix');
    expect(relativeError(wasm, expected)).toBeLessThan(2e-6);
  });
});

it('broadcasts the leading dimensions of a batched product', async () => {
  const left = randomValues([2, 1, 3, 4], 1);
  const right = randomValues([5, 4, 6], 2);
  const { wasm } = await runOnBoth([left, right], (a, b) => tf.matMul(a!, b!));
  expect(wasm.shape).toEqual([2, 5, 3, 6]);
  const size = { rows: 3, columns: 6, depth: 4 };
  for (const [i, j] of [
    [0, 0],
    [0, 4],
    [1, 3],
  ] as const) {
    const a = left.data.subarray(i * 12, i * 12 + 12);
    const b = right.data.subarray(j * 24, j * 24 + 24);
    const start = (i * 5 + j) * 18;
    const pair = { shape: [3, 6], data: wasm.data.subarray(start, start + 18) };
    const expected = { shape: [3, 6], data: Float32Array.from(scalarMatmul(a, b, size)) };
    expect(relativeError(pair, expected)).toBeLessThan(2e-6);
  }
});

it('takes many matrices by one matrix as one product', async () => {
  const left = randomValues([6, 3, 4], 1);
  const right = randomValues([1, 4, 5], 2);
  const { wasm, paths } = await runOnBoth([left, right], (a, b) => tf.matMul(a!, b!));
  const data = Float32Array.from(scalarMatmul(left.data, right.data, { rows: 18, columns: 5, depth: 4 }));
  expect(paths).toEqual(['matmul']);
  expect(relativeError(wasm, { shape: [6, 3, 5], data })).toBeLessThan(2e-6);
});

it('gives zeros for an inner size of 0', async () => {
  const { wasm } = await runOnBoth([randomValues([2, 0], 1), randomValues([0, 3], 2)], (a, b) =>
    tf.matMul(a!, b!),
  );
  expect([...wasm.data]).toEqual([0, 0, 0, 0, 0, 0]);
});

describe('the fused product', () => {
  const a = randomValues([5, 40], 1);
  const b = randomValues([40, 9], 2);
  const bias = randomValues([9], 3);
  const alphas = randomValues([9], 4);

  it.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const)(
    'with a bias and %s is ours, for many rows and for one',
    async (activation) => {
      for (const rows of [5, 1]) {
        const { cpu, wasm, paths } = await runOnBoth([a, b, bias, alphas], (left, right, offset, slopes) =>
          tf.fused.matMul({
            a: tf.mul(tf.slice(left!, 0, rows), 4),
            b: right!,
            bias: offset!,
            activation,
            preluActivationWeights: slopes!,
            leakyreluAlpha: 0.3,
          }),
        );
        expect(paths).toEqual([rows > 1 ? 'matmul' : 'vector_matrix']);
        expect(relativeError(wasm, cpu)).toBeLessThan(2e-6);
      }
    },
  );

  it('leaves a bias that is not per column to tfjs', async () => {
    const { paths } = await runOnBoth([a, b, randomValues([1], 3)], (left, right, offset) =>
      tf.fused.matMul({ a: left!, b: right!, bias: offset! }),
    );
    expect(paths).toEqual(['_FusedMatMul:tfjs']);
  });
});
