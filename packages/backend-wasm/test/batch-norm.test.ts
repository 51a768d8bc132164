import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { type BatchNormTrainingOptions, batchNormTraining } from '../src/tfjs/training/batch-norm.ts';
import { randomValues, relativeError, runOnBoth } from './on-backends.ts';

const epsilon = 1e-3;
const inputs = [
  randomValues([3, 5, 4, 7], 1),
  randomValues([7], 2),
  randomValues([7], 3),
  randomValues([3, 5, 4, 7], 4),
];

/** The same with tfjs's ops, as tfjs-layers puts them together. */
function withTfjsOps(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  activation: BatchNormTrainingOptions['activation'],
): tf.Tensor {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const y = tf.batchNorm(
    x as tf.Tensor4D,
    mean as tf.Tensor1D,
    variance as tf.Tensor1D,
    beta as tf.Tensor1D,
    gamma as tf.Tensor1D,
    epsilon,
  );
  const { relu, relu6, elu, sigmoid } = tf;
  const activations = { linear: tf.clone, relu, relu6, elu, sigmoid };
  return activations[activation ?? 'linear'](y);
}

describe.each([undefined, 'relu', 'relu6', 'elu', 'sigmoid'] as const)('activation %s', (activation) => {
  const op = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) =>
    tf.getBackend() === 'cpu'
      ? withTfjsOps(x, gamma, beta, activation)
      : batchNormTraining(x, gamma as tf.Tensor1D, beta as tf.Tensor1D, epsilon, activation && { activation })
          .y;

  it('has the outputs of tfjs', async () => {
    const { cpu, wasm, paths } = await runOnBoth(inputs, (x, gamma, beta) => op(x!, gamma!, beta!));
    expect(paths).toContain('batch_norm_training');
    expect(relativeError(wasm, cpu)).toBeLessThan(2e-6);
  });

  it.each([0, 1, 2])('has the derivative of tfjs by input %i', async (index) => {
    const { cpu, wasm, paths } = await runOnBoth(inputs, (x, gamma, beta, dy) => {
      const gradients = tf.grads((...given) => op(given[0]!, given[1]!, given[2]!))([x!, gamma!, beta!], dy);
      return gradients[index]!;
    });
    expect(paths).toContain('batch_norm_training_grad');
    expect(relativeError(wasm, cpu)).toBeLessThan(1e-5);
  });
});

it('gives the mean and the biased variance, which no gradient needs', async () => {
  const { cpu, wasm } = await runOnBoth(inputs.slice(0, 3), (x, gamma, beta) => {
    if (tf.getBackend() === 'cpu') {
      const { mean, variance } = tf.moments(x!, [0, 1, 2]);
      return tf.stack([mean, variance]);
    }
    const { mean, variance } = batchNormTraining(x!, gamma as tf.Tensor1D, beta as tf.Tensor1D, epsilon);
    return tf.stack([mean, variance]);
  });
  expect(relativeError(wasm, cpu)).toBeLessThan(1e-6);
});

it('leaves no tensor behind', async () => {
  const { numTensors } = tf.memory();
  const [x, gamma, beta] = inputs.slice(0, 3).map(({ data, shape }) => tf.tensor(data, shape)) as [
    tf.Tensor,
    tf.Tensor1D,
    tf.Tensor1D,
  ];
  tf.dispose(
    tf.grads(
      (...given) => batchNormTraining(given[0]!, given[1] as tf.Tensor1D, given[2] as tf.Tensor1D, epsilon).y,
    )([x, gamma, beta]),
  );
  tf.dispose(Object.values(batchNormTraining(x, gamma, beta, epsilon)) as tf.Tensor[]);
  tf.dispose([x, gamma, beta]);
  expect(tf.memory().numTensors).toBe(numTensors);
});

it('refuses a gamma of another length, and names the shapes', async () => {
  const x = tf.zeros([2, 3, 3, 4]);
  const gamma = tf.ones<tf.Rank.R1>([3]);
  const beta = tf.zeros<tf.Rank.R1>([4]);
  expect(() => batchNormTraining(x, gamma, beta, epsilon)).toThrow(
    expect.objectContaining({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining('x [2,3,3,4], gamma [3] and beta [4]'),
    }),
  );
  tf.dispose([x, gamma, beta]);
});

it('normalises by given statistics too', async () => {
  const statistics = [randomValues([7], 5), { shape: [7], data: randomValues([7], 6).data.map(Math.abs) }];
  for (const given of [inputs.slice(1, 3), []]) {
    const { cpu, wasm, paths } = await runOnBoth(
      [inputs[0]!, ...statistics, ...given],
      (x, mean, variance, gamma, beta) =>
        tf.batchNorm(
          x as tf.Tensor4D,
          mean as tf.Tensor1D,
          variance as tf.Tensor1D,
          beta as tf.Tensor1D | undefined,
          gamma as tf.Tensor1D | undefined,
          epsilon,
        ),
    );
    expect(paths).toEqual(['scale_shift']);
    expect(relativeError(wasm, cpu)).toBeLessThan(1e-5);
  }
});
