import { layer } from '@fer/core';
import { resolveGraph } from '@fer/graph';
import { expect, it } from 'vitest';
import { INPUT_PRESETS } from '../input-presets.ts';
import { inKerasOrder } from './keras-order.ts';

it('has layers as Keras 3.15 lists those of the same network', () => {
  const convolution = { filters: 1, kernelSize: 1 };
  const layers = [
    layer('first', 'conv2d', convolution),
    layer('shortcut', 'conv2d', convolution, ['first']),
    layer('long', 'conv2d', convolution, ['first']),
    layer('longer', 'conv2d', convolution, ['long']),
    layer('sum', 'add', {}, ['longer', 'shortcut']),
  ];
  const resolved = resolveGraph({ layers }, INPUT_PRESETS['fer2013-01'].input);
  const names = inKerasOrder(resolved).map(({ name }) => name);
  expect(names).toEqual(['first', 'long', 'longer', 'shortcut', 'sum']);
});
