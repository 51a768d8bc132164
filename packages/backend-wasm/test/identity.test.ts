import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { registerWasmBackend } from '../src/index.ts';

it('shares the data of an identity until both are disposed', async () => {
  tf.env().set('IS_TEST', true);
  await registerWasmBackend();
  const one = tf.tensor1d([1, 2, 3]);
  const two = tf.clone(one);
  one.dispose();
  expect([...two.dataSync()]).toEqual([1, 2, 3]);
  two.dispose();
});
