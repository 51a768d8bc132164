import { FerError } from '@fer/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerWasmBackend, wasmKernelCalls } from '../src/index.ts';
import {
  type FusedConvActivation,
  fusedConv2d,
  fusedConvActivations,
} from '../src/tfjs/training/fused-conv2d.ts';
import { randomValues, relativeError, runOnBoth } from './on-backends.ts';

beforeAll(() => registerWasmBackend());

const x = randomValues([3, 9, 8, 5], 1);
const filter = randomValues([3, 3, 5, 6], 2);
const bias = randomValues([6], 3);

const activations: Readonly<Record<FusedConvActivation, (y: tf.Tensor) => tf.Tensor>> = {
  linear: (y) => y,
  relu: tf.relu,
  relu6: tf.relu6,
  leakyrelu: (y) => tf.leakyRelu(y, 0.2),
  elu: tf.elu,
  sigmoid: tf.sigmoid,
};

type Op = (x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor1D) => tf.Tensor;

/** Fused on wasm, op by op on the cpu backend. */
const convolution =
  (activation: FusedConvActivation, strides: number, pad: 'same' | 'valid'): Op =>
  (image, kernel, shift) =>
    tf.getBackend() === 'wasm'
      ? fusedConv2d(image, kernel, shift, { strides, pad, activation })
      : activations[activation](tf.add(tf.conv2d(image, kernel, strides, pad), shift));

const weighted = (y: tf.Tensor) => tf.mul(y, tf.tensor(randomValues(y.shape, 9).data, y.shape));

describe.each(
  fusedConvActivations.flatMap((name) => [[name, 1, 'same'] as const, [name, 2, 'valid'] as const]),
)('a convolution fused with %s, strides %i, %s', (activation, strides, pad) => {
  const op = convolution(activation, strides, pad) as unknown as (...tensors: tf.Tensor[]) => tf.Tensor;

  it('has the outputs of the ops by themselves', async () => {
    const { cpu, wasm, paths } = await runOnBoth([x, filter, bias], op);
    expect(paths.filter((path) => path.startsWith('conv2d_'))).toHaveLength(1);
    expect(relativeError(wasm, cpu)).toBeLessThan(1e-5);
  });

  it.each([0, 1, 2])('has their gradient by input %i', async (index) => {
    const { cpu, wasm, paths } = await runOnBoth(
      [x, filter, bias],
      (...tensors) => tf.grads((...given) => weighted(op(...given)))(tensors)[index]!,
    );
    expect(paths).toContain(activation === 'linear' ? 'column_sums' : 'activation_grad');
    expect(relativeError(wasm, cpu)).toBeLessThan(1e-5);
  });
});

describe('finite differences', () => {
  it.each([
    ['relu', [x, filter, bias]],
    ['elu', [x, filter, bias]],
  ] as const)('show the gradients of %s', async (activation, inputs) => {
    const loss = (tensors: tf.Tensor[]) =>
      tf.sum(
        weighted(
          fusedConv2d(tensors[0] as tf.Tensor4D, tensors[1] as tf.Tensor4D, tensors[2] as tf.Tensor1D, {
            activation,
            dilations: 2,
            pad: 'same',
          }),
        ),
      );
    await tf.setBackend('wasm');
    // A step along the gradient: the loss grows by its squared length times the step.
    const tensors = inputs.map(({ data, shape }) => tf.tensor(data, shape));
    const gradients = tf.grads((...given) => loss(given))(tensors);
    for (const [index, gradient] of gradients.entries()) {
      const squared = tf.sum(tf.square(gradient)).dataSync()[0]!;
      const step = 1e-3 / Math.sqrt(squared);
      const at = (by: number) =>
        tf.tidy(
          () => loss(tensors.with(index, tf.add(tensors[index]!, tf.mul(gradient, by)))).dataSync()[0]!,
        );
      const slope = (at(step) - at(-step)) / (2 * step);
      expect(slope / squared, `input ${index}`).toBeCloseTo(1, 1);
    }
    tf.dispose([tensors, gradients]);
  });
});

describe('without a gradient by the input', () => {
  it('computes none, and has the others all the same', async () => {
    await tf.setBackend('wasm');
    const tensors = [x, filter, bias].map(({ data, shape }) => tf.tensor(data, [...shape] as [number])) as [
      tf.Tensor4D,
      tf.Tensor4D,
      tf.Tensor1D,
    ];
    const gradients = (inputGradient: boolean) =>
      tf.grads((kernel, shift) =>
        weighted(
          fusedConv2d(tensors[0], kernel as tf.Tensor4D, shift as tf.Tensor1D, {
            activation: 'relu',
            inputGradient,
          }),
        ),
      )([tensors[1], tensors[2]]);
    const calls = () => wasmKernelCalls().input_grad_gemm ?? 0;
    const before = calls();
    const without = gradients(false);
    expect(calls()).toBe(before);
    const all = gradients(true);
    expect(calls()).toBe(before + 1);
    expect(without.map((gradient) => gradient.dataSync())).toEqual(
      all.map((gradient) => gradient.dataSync()),
    );
    tf.dispose([tensors, without, all]);
  });

  it('leaves no tensor behind', async () => {
    await tf.setBackend('wasm');
    const step = () =>
      tf.tidy(() => {
        const inputs = [x, filter, bias].map(({ data, shape }) => tf.tensor(data, shape));
        tf.dispose(
          tf.grads((...given) =>
            (convolution('relu', 1, 'same') as (...all: tf.Tensor[]) => tf.Tensor)(...given),
          )(inputs),
        );
      });
    step();
    const { numTensors, numBytes } = tf.memory();
    step();
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
  });
});

describe('wrong arguments', () => {
  const fuse = (bias: number[], activation?: string) => () =>
    tf.tidy(() =>
      fusedConv2d(tf.zeros([1, 5, 5, 2]), tf.zeros([3, 3, 2, 4]), tf.zeros<tf.Rank.R1>(bias as [number]), {
        activation: activation as 'relu',
      }),
    );

  it('names an activation that it does not know, and those that it does', () => {
    expect(fuse([4], 'swish')).toThrow(FerError);
    expect(fuse([4], 'swish')).toThrow(/linear, relu, relu6, leakyrelu, elu, sigmoid.*"swish"/);
  });

  it('names the shape of a bias that does not fit', () => {
    expect(fuse([1, 4])).toThrow(/4 output channels.*\[1,4\]/);
  });
});
