import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerWasmBackend } from '../src/index.ts';
import {
  type FusedDenseActivation,
  fusedDense,
  fusedDenseActivations,
} from '../src/tfjs/training/fused-dense.ts';
import { randomValues, relativeError, runOnBoth } from './on-backends.ts';

beforeAll(() => registerWasmBackend());

const activations: Readonly<Record<FusedDenseActivation, (y: tf.Tensor) => tf.Tensor>> = {
  linear: (y) => y,
  relu: tf.relu,
  relu6: tf.relu6,
  leakyrelu: (y) => tf.leakyRelu(y, 0.2),
  elu: tf.elu,
  sigmoid: tf.sigmoid,
};

/** Fused on wasm, op by op on the cpu backend. */
function dense(activation: FusedDenseActivation) {
  return (x: tf.Tensor, kernel: tf.Tensor, bias?: tf.Tensor): tf.Tensor => {
    if (tf.getBackend() === 'wasm') {
      return fusedDense(x as tf.Tensor2D, kernel as tf.Tensor2D, bias as tf.Tensor1D | undefined, activation);
    }
    const product = tf.matMul(x, kernel);
    return activations[activation](bias ? tf.add(product, bias) : product);
  };
}

const weighted = (y: tf.Tensor) => tf.mul(y, tf.tensor(randomValues(y.shape, 9).data, y.shape));

describe.each(fusedDenseActivations)('a dense layer with %s', (activation) => {
  const op = dense(activation) as (...tensors: tf.Tensor[]) => tf.Tensor;
  const weights = [randomValues([13, 9], 2), randomValues([9], 3)];

  it.each([
    ['with a bias', 7, weights],
    ['without a bias', 7, weights.slice(0, 1)],
    ['of a single row', 1, weights],
  ])('%s has the outputs and gradients of the ops by themselves', async (_name, rows, parameters) => {
    const inputs = [randomValues([rows, 13], 1), ...parameters];
    const forward = await runOnBoth(inputs, op);
    expect(forward.paths).toEqual([rows === 1 ? 'vector_matrix' : 'matmul']);
    expect(relativeError(forward.wasm, forward.cpu)).toBeLessThan(3e-6);
    for (const index of inputs.keys()) {
      const { cpu, wasm, paths } = await runOnBoth(
        inputs,
        (...tensors) => tf.grads((...given) => weighted(op(...given)))(tensors)[index]!,
      );
      if (activation !== 'linear') expect(paths).toContain('activation_grad');
      expect(relativeError(wasm, cpu), `gradient ${index}`).toBeLessThan(1e-5);
    }
  });
});

it('leaves no tensor behind', async () => {
  await tf.setBackend('wasm');
  const tensors = [tf.ones([3, 4]), tf.ones([4, 5]), tf.ones([5])];
  const { numTensors, numBytes } = tf.memory();
  for (const activation of ['linear', 'relu'] as const) {
    for (const count of [2, 3]) {
      tf.dispose(
        tf.grads((...given) => dense(activation)(given[0]!, given[1]!, given[2]))(tensors.slice(0, count)),
      );
    }
  }
  expect(tf.memory()).toMatchObject({ numTensors, numBytes });
  tf.dispose(tensors);
});

it('refuses what does not fit and says so', async () => {
  await tf.setBackend('wasm');
  tf.tidy(() => {
    const x = tf.ones<tf.Rank.R2>([3, 4]);
    const kernel = tf.ones<tf.Rank.R2>([4, 5]);
    expect(() => fusedDense(x, kernel, tf.ones<tf.Rank.R1>([4]))).toThrow(
      /each of its 5 units, but got .* \[4\]/,
    );
    expect(() => fusedDense(x, kernel, undefined, 'tanh' as FusedDenseActivation)).toThrow(/but got "tanh"/);
  });
});
