import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomValues } from '../on-backends.ts';
import { type ActivationName, activations } from '../reference/activations.ts';
import { type MatMul, matmul } from '../reference/matmul.ts';
import { disagreement, magnitudes } from './agreement.ts';
import { onWasm, startWasm } from './on-wasm.ts';
import { fc } from './settings.ts';

const tolerance = 2e-6;

/** Around the tiles' sizes, one, and well past them. */
const sizes = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(31, 32, 33, 63, 64, 65, 100, 129));

const products: fc.Arbitrary<MatMul> = fc
  .record({
    batches: fc.constantFrom([1, 1], [1, 1], [3, 3], [1, 3], [3, 1]),
    rows: sizes,
    depth: fc.oneof(sizes, fc.constantFrom(256, 300)),
    columns: sizes,
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
  })
  .map(({ batches, ...rest }) => ({ batchA: batches[0]!, batchB: batches[1]!, ...rest }))
  .filter(({ rows, depth, columns }) => rows * depth * columns <= 1e6);

function tensorsOf({ batchA, batchB, rows, depth, columns, transposeA, transposeB }: MatMul, seed: number) {
  return {
    a: randomValues([batchA, ...(transposeA ? [depth, rows] : [rows, depth])], seed),
    b: randomValues([batchB, ...(transposeB ? [columns, depth] : [depth, columns])], seed + 1),
  };
}

const leakyreluAlpha = 0.3;
const names = Object.keys(activations) as ActivationName[];

beforeAll(startWasm);

describe('a product of matrices of any shape', () => {
  it('is that of the definition, however they lie', () => {
    fc.assert(
      fc.property(products, fc.nat(), (product, seed) => {
        const { a, b } = tensorsOf(product, seed);
        const { outputs, paths } = onWasm([a, b], (left, right) => [
          tf.matMul(left, right, product.transposeA, product.transposeB),
        ]);
        const expected = matmul(product, a.data, b.data);
        const scale = matmul(product, magnitudes(a.data), magnitudes(b.data));
        expect(disagreement(outputs[0]!, expected, scale)).toBeLessThan(tolerance);
        expect(paths.filter((path) => path.endsWith(':tfjs'))).toEqual([]);
        expect(paths).not.toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('takes a bias and any activation with it', () => {
    const single = products.map((product) => ({ ...product, batchA: 1, batchB: 1 }));
    fc.assert(
      fc.property(
        single,
        fc.constantFrom(...names),
        fc.boolean(),
        fc.nat(),
        (product, name, hasBias, seed) => {
          const { a, b } = tensorsOf(product, seed);
          const bias = randomValues([product.columns], seed + 2);
          const slopes = randomValues([product.columns], seed + 3);
          const { outputs, paths } = onWasm([a, b, bias, slopes], (left, right, offset, slope) => [
            tf.fused.matMul({
              a: tf.squeeze(left, [0]),
              b: tf.squeeze(right, [0]),
              transposeA: product.transposeA,
              transposeB: product.transposeB,
              ...(hasBias && { bias: offset }),
              activation: name,
              ...(name === 'prelu' && { preluActivationWeights: slope }),
              ...(name === 'leakyrelu' && { leakyreluAlpha }),
            }),
          ]);
          const activate = (sum: number, index: number) => {
            const column = index % product.columns;
            const parameter = name === 'prelu' ? slopes.data[column]! : leakyreluAlpha;
            return activations[name](sum + (hasBias ? bias.data[column]! : 0), parameter);
          };
          const expected = matmul(product, a.data, b.data).map(activate);
          // The bias and the activation are of the size of 1.
          const scale = matmul(product, magnitudes(a.data), magnitudes(b.data)).map((sum) => sum + 1);
          expect(disagreement(outputs[0]!, expected, scale)).toBeLessThan(tolerance);
          expect(paths.filter((path) => path.endsWith(':tfjs'))).toEqual([]);
        },
      ),
      { numRuns: 120 },
    );
  });

  it('adds no bias of rows to the columns', () => {
    const square = randomValues([3, 3], 1);
    const rows = randomValues([3, 1], 2);
    // tfjs-backend-wasm takes no such bias; other backends add it to the rows.
    const multiply = () =>
      onWasm([square, rows], (matrix, bias) => [
        tf.fused.matMul({ a: matrix as tf.Tensor2D, b: matrix as tf.Tensor2D, bias }),
      ]);
    expect(multiply).toThrow(/rank-1 bias/);
  });
});
