// Registers the gradients with tfjs-core.
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerWasmBackend, wasmKernelCalls } from '../src/index.ts';
import { fusedSoftmaxCrossEntropy } from '../src/training/fused-softmax-cross-entropy.ts';
import { largestDifference } from './largest-difference.ts';
import { randomFloats } from './random-floats.ts';

tf.env().set('IS_TEST', true);
beforeAll(() => registerWasmBackend());

/** In double precision, by the formula. */
function scalarLoss(
  logits: ArrayLike<number>,
  labels: readonly number[],
  classes: number,
  smoothing: number,
  weights: ArrayLike<number>,
) {
  const total = labels.reduce((sum, label) => sum + weights[label]!, 0);
  const gradient: number[] = [];
  let loss = 0;
  let correct = 0;
  for (const [row, label] of labels.entries()) {
    const own = Array.from({ length: classes }, (_, k) => logits[row * classes + k]!);
    const highest = Math.max(...own);
    if (own.indexOf(highest) === label) correct++;
    const sum = own.reduce((powers, x) => powers + Math.exp(x - highest), 0);
    const share = weights[label]! / total;
    for (const [k, x] of own.entries()) {
      const target = (k === label ? 1 - smoothing : 0) + smoothing / classes;
      if (target !== 0) loss -= share * target * (x - highest - Math.log(sum));
      gradient.push(share * (Math.exp(x - highest) / sum - target));
    }
  }
  return { loss, correct, gradient };
}

function run(
  logits: Float32Array,
  labels: readonly number[],
  options: Parameters<typeof fusedSoftmaxCrossEntropy>[2],
) {
  const shape: [number, number] = [labels.length, logits.length / labels.length];
  return tf.tidy(() => {
    const x = tf.tensor2d(logits, shape);
    let correct = Number.NaN;
    const { value, grad } = tf.valueAndGrad((input) => {
      const outcome = fusedSoftmaxCrossEntropy(input as tf.Tensor2D, labels, options);
      correct = outcome.correct.dataSync()[0]!;
      return tf.mul(outcome.loss, 3);
    })(x);
    return { loss: value.dataSync()[0]! / 3, correct, gradient: grad.dataSync().map((g) => g / 3) };
  });
}

describe.each([
  [1, 1],
  [5, 7],
  [128, 7],
  [37, 1000],
  [2500, 9],
])('%i rows of %i classes', (rows, classes) => {
  const logits = randomFloats(rows * classes, 1).map((x) => x * 10);
  const labels = Array.from({ length: rows }, (_, row) => (row * 5) % classes);
  const classWeights = randomFloats(classes, 2).map((x) => 1.5 + x);

  it.each([
    [0, null],
    [0.1, null],
    [0.2, classWeights],
  ])('with smoothing %f have the loss, gradient and count of the formula', (labelSmoothing, weights) => {
    const before = wasmKernelCalls().softmax_cross_entropy ?? 0;
    const actual = run(logits, labels, { labelSmoothing, classWeights: weights });
    const ones = new Array<number>(classes).fill(1);
    const expected = scalarLoss(logits, labels, classes, labelSmoothing, weights ?? ones);
    expect(wasmKernelCalls().softmax_cross_entropy).toBe(before + 1);
    expect(actual.correct).toBe(expected.correct);
    expect(Math.abs(actual.loss / expected.loss - 1) || 0).toBeLessThan(2e-6);
    expect(largestDifference(actual.gradient, expected.gradient)).toBeLessThan(2e-7);
  });
});

it('holds for logits that are not ordinary', () => {
  const infinite = run(Float32Array.of(1, Number.NEGATIVE_INFINITY, 2, 1e4, -1e4, 0), [0, 0], {});
  expect(infinite.loss).toBeCloseTo(Math.log(1 + Math.E) / 2, 6);
  expect(infinite.gradient.every(Number.isFinite)).toBe(true);
  expect(infinite.correct).toBe(1);
  expect(run(Float32Array.of(1, Number.NaN, 2), [0], {}).loss).toBeNaN();
  expect(run(Float32Array.of(1, 2, 2), [2], {}).correct).toBe(0);
  expect(run(Float32Array.of(1, 2), [1], { classWeights: [1, 0] })).toMatchObject({ loss: 0, correct: 1 });
});

it('refuses labels and weights that do not fit', () => {
  tf.tidy(() => {
    const logits = tf.zeros<tf.Rank.R2>([2, 3]);
    expect(() => fusedSoftmaxCrossEntropy(logits, [0])).toThrow(/2 rows but 1 labels/);
    expect(() => fusedSoftmaxCrossEntropy(logits, [0, 3])).toThrow(/Row 1 has label 3/);
    expect(() => fusedSoftmaxCrossEntropy(logits, [0, 1], { classWeights: [1] })).toThrow(/3 classes but 1/);
  });
});

it('leaves only its results behind', () => {
  const logits = tf.zeros<tf.Rank.R2>([2, 3]);
  const { numTensors } = tf.memory();
  const { loss, correct } = fusedSoftmaxCrossEntropy(logits, [0, 1]);
  expect(tf.memory().numTensors).toBe(numTensors + 2);
  tf.dispose([loss, correct]);
  tf.tidy(() => {
    tf.grad((x) => fusedSoftmaxCrossEntropy(x as tf.Tensor2D, [0, 1]).loss)(logits);
  });
  expect(tf.memory().numTensors).toBe(numTensors);
  logits.dispose();
});
