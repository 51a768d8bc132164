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
const count = extremes.length;

interface Fused {
  activation: ActivationName;
  preluActivationWeights?: tf.Tensor;
  leakyreluAlpha?: number;
}

/** Ways to get every extreme value, times 1, into an activation: as rows and as columns, whole vectors or not. */
const ways: {
  way: string;
  channels: number;
  apply(values: tf.Tensor, ones: tf.Tensor, fused: Fused): tf.Tensor;
}[] = [
  {
    way: 'a product of one column',
    channels: 1,
    apply: (values, ones, fused) =>
      tf.fused.matMul({
        a: tf.reshape(values, [count, 1]),
        b: tf.reshape(tf.slice(ones, 0, 1), [1, 1]),
        ...fused,
      }),
  },
  {
    way: 'a product of one row',
    channels: count,
    apply: (values, ones, fused) =>
      tf.fused.matMul({
        a: tf.reshape(tf.slice(ones, 0, 1), [1, 1]),
        b: tf.reshape(values, [1, count]),
        ...fused,
      }),
  },
  {
    way: 'a convolution to one channel',
    channels: 1,
    apply: (values, ones, fused) =>
      tf.fused.conv2d({
        x: tf.reshape<tf.Rank.R4>(values, [1, count, 1, 1]),
        filter: tf.reshape<tf.Rank.R4>(tf.slice(ones, 0, 1), [1, 1, 1, 1]),
        strides: 1,
        pad: 'valid',
        ...fused,
      }),
  },
  {
    way: 'a convolution to many channels',
    channels: count,
    apply: (values, ones, fused) =>
      tf.fused.conv2d({
        x: tf.reshape<tf.Rank.R4>(tf.slice(ones, 0, 1), [1, 1, 1, 1]),
        filter: tf.reshape<tf.Rank.R4>(values, [1, 1, 1, count]),
        strides: 1,
        pad: 'valid',
        ...fused,
      }),
  },
  {
    way: 'a depthwise convolution',
    channels: count,
    apply: (values, ones, fused) =>
      tf.fused.depthwiseConv2d({
        x: tf.reshape<tf.Rank.R4>(values, [1, 1, 1, count]),
        filter: tf.reshape<tf.Rank.R4>(ones, [1, 1, count, 1]),
        strides: 1,
        pad: 'valid',
        ...fused,
      }),
  },
];

beforeAll(startWasm);

describe.each(Object.keys(activations) as ActivationName[])('%s of extreme values', (name) => {
  it.each(ways)('in $way is what the definition says', ({ channels, apply }) => {
    const values = { shape: [count], data: extremes };
    const ones = { shape: [count], data: new Float32Array(count).fill(1) };
    const alphas = { shape: [channels], data: new Float32Array(channels).fill(leakyreluAlpha) };
    const { outputs, paths } = onWasm([values, ones, alphas], (x, one, slopes) => [
      apply(x, one, {
        activation: name,
        ...(name === 'prelu' && { preluActivationWeights: slopes }),
        ...(name === 'leakyrelu' && { leakyreluAlpha }),
      }),
    ]);
    expect(paths.filter((path) => path.endsWith(':tfjs'))).toEqual([]);
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
