import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ActivationName, activations } from '../reference/activations.ts';
import { onWasm, startWasm } from './on-wasm.ts';

const leakyreluAlpha = 0.25;
const smallestNormal = 2 ** -126;
const smallestDenormal = 2 ** -149;

const extremes = Float32Array.of(
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ...[3e38, -3e38, 1e30, -1e30, 1000, -1000, 88, -88, 89, -89, 20, -20],
  ...[1e-6, -1e-6, 1e-20, -1e-20, 1e-40, -1e-40, 0, -0],
);

beforeAll(startWasm);

describe.each(Object.keys(activations) as ActivationName[])('%s of extreme values', (name) => {
  // Products by 1, as columns and as rows: the kernels work along the columns, whole vectors or not.
  it.each([
    ['one column', extremes.length, 1],
    ['one row', 1, extremes.length],
  ])('in %s is what the definition says', (_, rows, columns) => {
    const values = { shape: [rows, columns], data: extremes };
    const ones = { shape: [1, 1], data: Float32Array.of(1) };
    const alpha = { shape: [columns], data: new Float32Array(columns).fill(leakyreluAlpha) };
    const { outputs } = onWasm([values, ones, alpha], (x, one, slopes) => [
      tf.fused.matMul({
        a: (columns === 1 ? x : one) as tf.Tensor2D,
        b: (columns === 1 ? one : x) as tf.Tensor2D,
        activation: name,
        ...(name === 'prelu' && { preluActivationWeights: slopes }),
        ...(name === 'leakyrelu' && { leakyreluAlpha }),
      }),
    ]);
    extremes.forEach((value, index) => {
      const expected = Math.fround(activations[name](value, leakyreluAlpha));
      const actual = outputs[0]![index]!;
      // The exponential function flushes denormals to 0.
      const floor = name === 'sigmoid' ? smallestNormal : smallestDenormal;
      if (!Number.isFinite(expected)) expect(actual, `of ${value}`).toBe(expected);
      else
        expect(Math.abs(actual - expected), `of ${value}`).toBeLessThanOrEqual(
          4e-7 * Math.abs(expected) + floor,
        );
    });
  });
});
