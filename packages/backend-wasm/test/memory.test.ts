import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { randomValues, runOnBoth } from './on-backends.ts';

const inputs = [
  randomValues([2, 9, 9, 8], 1),
  randomValues([3, 3, 8, 16], 2),
  randomValues([2, 7, 7, 16], 3),
];

async function filterGradient(): Promise<Float32Array> {
  const { wasm } = await runOnBoth(inputs, (x, filter, dy) =>
    tf.grad((variable) => tf.conv2d(x as tf.Tensor4D, variable as tf.Tensor4D, 1, 'valid'))(filter!, dy),
  );
  return wasm.data;
}

function heapBytes(): number {
  return (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.byteLength;
}

it('gives the same bits after the heap has grown', async () => {
  const before = await filterGradient();
  const bytes = heapBytes();
  const ballast = Array.from({ length: 5 }, () => tf.zeros([1024, 1024]));
  expect(heapBytes()).toBeGreaterThan(bytes);
  expect(await filterGradient()).toEqual(before);
  tf.dispose(ballast);
  expect(await filterGradient()).toEqual(before);
});
