import { expect, it } from 'vitest';
import { splitNested } from './nested-layers.ts';

const LAYERS = [
  { name: 'conv', key: 'conv2d' },
  { name: 'base.conv', key: 'functional/layers/conv2d' },
  { name: 'base.norm', key: 'functional/layers/batch_normalization' },
  { name: 'head.a.dense', key: 'functional_1/layers/sequential/layers/dense' },
  { name: 'head.b.dense', key: 'functional_1/layers/sequential_1/layers/dense' },
];

function split(layer: string, ...names: string[]) {
  const tensors = names.map((name) => ({ name, shape: [1], read: () => Float32Array.of(1) }));
  const told = splitNested([{ name: layer, tensors }], LAYERS);
  return told.map((one) => [one.name, one.tensors.map(({ name }) => name).join()]);
}

it('tells the layers of a model apart, whatever else has their names', () => {
  expect(split('conv', 'conv/kernel:0', 'conv/bias:0')).toEqual([['conv', 'conv/kernel:0,conv/bias:0']]);
  expect(split('base', 'conv/kernel:0', 'norm/gamma:0', 'norm/moving_mean:0')).toEqual([
    ['base.conv', 'conv/kernel:0'],
    ['base.norm', 'norm/gamma:0,norm/moving_mean:0'],
  ]);
  expect(split('base', 'base/conv/kernel')).toEqual([['base.conv', 'base/conv/kernel']]);
});

it('takes as much of a path as it needs, and guesses nothing', () => {
  expect(split('head', 'head/a/dense/kernel', 'b/dense/kernel')).toEqual([
    ['head.a.dense', 'head/a/dense/kernel'],
    ['head.b.dense', 'b/dense/kernel'],
  ]);
  expect(split('head', 'dense/kernel:0', 'dense_1/kernel:0')).toEqual([
    ['head.dense', 'dense/kernel:0'],
    ['head.dense_1', 'dense_1/kernel:0'],
  ]);
});
