import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { randomValues, relativeError, runOnBoth } from './on-backends.ts';

type Shape4D = [number, number, number, number];

const cases = [
  { x: [1, 5, 5, 1], window: 2, stride: 1, pad: 'valid' },
  { x: [2, 44, 44, 64], window: 5, stride: 2, pad: 'valid' },
  { x: [2, 16, 16, 12], window: 3, stride: 2, pad: 'valid' },
  { x: [3, 7, 9, 6], window: 3, stride: 2, pad: 'same' },
  { x: [1, 6, 5, 7], window: 3, stride: 1, pad: 'same' },
  { x: [2, 8, 8, 5], window: 2, stride: 3, pad: 'valid' },
] as const;

describe.each(cases)('pooling $x window $window stride $stride $pad', ({ x, window, stride, pad }) => {
  const values = randomValues([...x], 1);
  const shape = tf.backend_util.computePool2DInfo([...x] as Shape4D, window, stride, 1, pad).outShape;
  const dy = randomValues(shape, 2);

  it.each(['max', 'average'] as const)('%s: has the outputs of the cpu backend', async (kind) => {
    const pool = kind === 'max' ? tf.maxPool : tf.avgPool;
    const { cpu, wasm, paths } = await runOnBoth([values], (image) =>
      pool(image as tf.Tensor4D, window, stride, pad),
    );
    expect(paths).toContain(`${kind}_pool_2d`);
    expect(relativeError(wasm, cpu)).toBeLessThan(1e-6);
  });

  it('max: has the gradient of the cpu backend', async () => {
    const { cpu, wasm, paths } = await runOnBoth([values, dy], (image, gradient) =>
      tf.grad((variable) => tf.maxPool(variable as tf.Tensor4D, window, stride, pad))(image!, gradient),
    );
    expect(paths).toContain('max_pool_grad');
    expect(relativeError(wasm, cpu)).toBeLessThan(1e-6);
  });

  it('average: has the gradient that finite differences show', async () => {
    const loss = (image: tf.Tensor, gradient: tf.Tensor) =>
      tf.sum(tf.mul(tf.avgPool(image as tf.Tensor4D, window, stride, pad), gradient));
    const { wasm, paths } = await runOnBoth([values, dy], (image, gradient) =>
      tf.grad((variable) => loss(variable, gradient!))(image!),
    );
    expect(paths).toContain('average_pool_grad');
    // The loss is linear in the image, so its gradient is the difference over a whole step, up to rounding.
    const positions = [0, Math.floor(values.data.length / 2), values.data.length - 1];
    for (const position of positions) {
      const moved = { shape: values.shape, data: values.data.slice() };
      moved.data[position]! += 1;
      const { cpu } = await runOnBoth([moved, values, dy], (far, near, gradient) =>
        tf.sum(
          tf.mul(
            tf.sub(
              tf.avgPool(far as tf.Tensor4D, window, stride, pad),
              tf.avgPool(near as tf.Tensor4D, window, stride, pad),
            ),
            gradient!,
          ),
        ),
      );
      expect(wasm.data[position]).toBeCloseTo(cpu.data[0]!, 4);
    }
  });

  // Not for `same`: there the cpu backend's gradient does not match its own forward pass.
  it.skipIf(pad === 'same')('average: has the gradient of the cpu backend', async () => {
    const { cpu, wasm } = await runOnBoth([values, dy], (image, gradient) =>
      tf.grad((variable) => tf.avgPool(variable as tf.Tensor4D, window, stride, pad))(image!, gradient),
    );
    expect(relativeError(wasm, cpu)).toBeLessThan(1e-6);
  });
});

it('gives the gradient of equal maxima to the first of them, once', async () => {
  const flat = { shape: [1, 4, 4, 5], data: new Float32Array(80).fill(3) };
  const { cpu, wasm } = await runOnBoth([flat, randomValues([1, 2, 2, 5], 3)], (image, gradient) =>
    tf.grad((variable) => tf.maxPool(variable as tf.Tensor4D, 2, 2, 'valid'))(image!, gradient),
  );
  expect(wasm.data).toEqual(cpu.data);
});

it('leaves whole numbers to tfjs, which refuses them by name', async () => {
  await tf.setBackend('wasm');
  const x = tf.zeros<tf.Rank.R4>([1, 4, 4, 1], 'int32');
  expect(() => tf.maxPool(x, 2, 2, 'valid')).toThrow(/only float32 input is supported. Got int32/);
  x.dispose();
});
