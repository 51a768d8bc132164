import type { NamedTensor } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../load-model.ts';
import { randomWeights, tinyCnn, tinyPlugin } from './__fixtures__/tiny-weights.ts';
import { defineModel } from './define-model.ts';

const weights = randomWeights(tinyCnn);
const withTensor = (name: string, tensor: unknown) => ({
  ...weights,
  tensors: new Map(weights.tensors).set(name, tensor as NamedTensor),
});
const withNumber = (name: string, index: number, value: number) => {
  const { shape, data } = weights.tensors.get(name)!;
  return withTensor(name, { shape, data: data.with(index, value) });
};

describe('numbers that are none', () => {
  it.each([
    ['conv1/kernel', 0, Number.NaN],
    ['bn1/moving_variance', 2, Number.POSITIVE_INFINITY],
    ['logits/bias', 6, Number.NEGATIVE_INFINITY],
  ])('%s[%i] = %d is refused by name', async (tensor, index, value) => {
    const loading = loadModel({ weights: withNumber(tensor, index, value), plugins: [tinyPlugin] });
    await expect(loading).rejects.toMatchObject({
      code: 'FER_WEIGHTS_CORRUPT',
      message: expect.stringContaining(`has ${value} at index ${index} of '${tensor}'`),
      details: { tensor, index, value },
    });
  });

  it('takes the largest and the smallest that are numbers', () => {
    for (const value of [3.4028234663852886e38, -3.4028234663852886e38, 1e-45, -0]) {
      expect(() => defineModel(withNumber('conv1/kernel', 3, value), tinyCnn)).not.toThrow();
    }
  });
});

describe('tensors that are none', () => {
  const { shape, data } = weights.tensors.get('conv1/bias')!;
  it.each([
    ['no shape', { data }],
    ['no data', { shape }],
    ['float64', { shape, data: Float64Array.from(data) }],
    ['a list', { shape, data: [...data] }],
    ['one number too many', { shape, data: new Float32Array(4) }],
  ])('%s', (_, tensor) => {
    expect(() => defineModel(withTensor('conv1/bias', tensor), tinyCnn)).toThrow(
      expect.objectContaining({ code: 'FER_WEIGHTS_MISMATCH', details: { tensor: 'conv1/bias' } }),
    );
  });
});
