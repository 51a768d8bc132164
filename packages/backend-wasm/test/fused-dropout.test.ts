import { createRandom, randomState } from '@fer/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerWasmBackend, wasmKernelCalls } from '../src/index.ts';
import { fusedDropout } from '../src/tfjs/training/fused-dropout.ts';
import { randomFloats } from './random-floats.ts';

tf.env().set('IS_TEST', true);
beforeAll(() => registerWasmBackend());

/** 0 or the scale for each number, drawn one after the other. */
function scalarMask(length: number, rate: number, streams: [number, number, number]): Float32Array {
  const random = createRandom(...streams);
  return Float32Array.from({ length }, () => (random.next() < rate ? 0 : 1 / (1 - rate)));
}

describe.each([0.1, 0.5, 0.9999])('a rate of %f', (rate) => {
  it.each([1, 7, 4099])('drops what createRandom says of %i numbers, forward and backward', (length) => {
    const state = randomState(5, 2, length);
    const mask = scalarMask(length, rate, [5, 2, length]);
    const data = [randomFloats(length, 1), randomFloats(length, 2)] as const;
    const before = wasmKernelCalls().dropout ?? 0;
    const [y, gradient] = tf.tidy(() => {
      const [x, dy] = [tf.tensor1d(data[0]), tf.tensor1d(data[1])];
      const drop = (input: tf.Tensor) => fusedDropout(input, { rate, state });
      return [drop(x).dataSync(), tf.grad(drop)(x, dy).dataSync()];
    });
    expect(y).toEqual(data[0].map((value, index) => value * mask[index]!));
    expect(gradient).toEqual(data[1].map((value, index) => value * mask[index]!));
    expect(wasmKernelCalls().dropout).toBe(before + 3);
  });
});

it('takes up the numbers of a batch in the middle', () => {
  const mask = scalarMask(20, 0.5, [1, 2, 3]);
  const y = tf.tidy(() =>
    fusedDropout(tf.ones([3, 4]), { rate: 0.5, state: randomState(1, 2, 3), skipped: 8 }).dataSync(),
  );
  expect(y).toEqual(mask.subarray(8));
});

it('is nothing at a rate of 0', () => {
  tf.tidy(() => {
    const x = tf.ones([3]);
    expect(fusedDropout(x, { rate: 0, state: randomState(1) })).toBe(x);
  });
});

it('leaves no tensor behind', () => {
  const x = tf.ones([5]);
  const { numTensors, numBytes } = tf.memory();
  tf.tidy(() => {
    tf.grad((input) => fusedDropout(input, { rate: 0.5, state: randomState(1) }))(x);
  });
  expect(tf.memory()).toMatchObject({ numTensors, numBytes });
  x.dispose();
});
