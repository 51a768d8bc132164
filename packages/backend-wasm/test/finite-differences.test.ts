import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { randomValues, runOnBoth, type Values } from './on-backends.ts';

type Loss = (...tensors: tf.Tensor[]) => tf.Tensor;

const cases: { name: string; inputs: Values[]; op: Loss }[] = [
  {
    name: 'conv2d, same, stride 2',
    inputs: [randomValues([2, 7, 6, 3], 1), randomValues([3, 3, 3, 5], 2)],
    op: (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 2, 'same'),
  },
  {
    name: 'conv2d, valid, stride 1',
    inputs: [randomValues([1, 6, 5, 8], 3), randomValues([3, 2, 8, 9], 4)],
    op: (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'valid'),
  },
  {
    name: 'depthwiseConv2d, same, stride 2',
    inputs: [randomValues([2, 7, 6, 6], 5), randomValues([3, 3, 6, 1], 6)],
    op: (x, filter) => tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 2, 'same'),
  },
  {
    name: 'matMul',
    inputs: [randomValues([5, 7], 7), randomValues([7, 9], 8)],
    op: (a, b) => tf.matMul(a!, b!),
  },
  {
    name: 'maxPool, same, stride 2',
    inputs: [spacedValues([2, 7, 6, 5])],
    op: (x) => tf.maxPool(x as tf.Tensor4D, 3, 2, 'same'),
  },
];

// Every op here is linear in each input (max pooling near a point without ties), so a difference is exact up to
// rounding, whatever its step.
describe.each(cases)('the gradient of $name', ({ inputs, op }) => {
  it.each(inputs.map((_, index) => index))('by input %i is what finite differences show', async (index) => {
    const step = 1 / 64;
    const loss = (tensors: tf.Tensor[]) => tf.mul(op(...tensors), weightsLike(op(...tensors)));
    const { wasm: gradient } = await runOnBoth(inputs, (...tensors) =>
      tf.grad((variable) => tf.sum(loss(tensors.with(index, variable))))(tensors[index]!),
    );
    const size = inputs[index]!.data.length;
    for (const position of [0, 1, Math.floor(size / 3), Math.floor(size / 2), size - 2, size - 1]) {
      const { shape, data } = inputs[index]!;
      const moved = (by: number) => ({ shape, data: data.with(position, data[position]! + by) });
      const { wasm: difference } = await runOnBoth(
        [...inputs, moved(step), moved(-step)],
        (...tensors: tf.Tensor[]) => {
          const [forward, backward] = tensors.splice(-2);
          const terms = tf.sub(loss(tensors.with(index, forward!)), loss(tensors.with(index, backward!)));
          return tf.div(tf.sum(terms), 2 * step);
        },
      );
      expect(gradient.data[position], `element ${position}`).toBeCloseTo(difference.data[0]!, 3);
    }
  });
});

/** A fixed weight for every output, so that each matters differently. */
function weightsLike(output: tf.Tensor): tf.Tensor {
  return tf.tensor(randomValues(output.shape, 99).data, output.shape);
}

/** Values at least 1/20 apart, in no order, so that a step never changes which one is the largest. */
function spacedValues(shape: number[]): Values {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return { shape, data: Float32Array.from({ length: size }, (_, index) => ((index * 173) % size) / 20) };
}
