import type { Architecture, LayerNode, ModelGraph } from '@fer/core';
import { layer } from '@fer/core';
import { FER2013_INPUT } from './fer2013-input.ts';

/**
 * mini-Xception (Arriaga, Valdenegro-Toro and Plöger 2017, arXiv:1710.07557), on 48×48 pictures: two plain
 * convolutions, four residual modules of separable convolutions, global average pooling.
 */
export const miniXception = {
  id: 'mini-xception',
  apiVersion: 1,
  description: 'mini-Xception (Arriaga 2017): separable convolutions with shortcuts, about 60 k parameters',
  input: FER2013_INPUT,
  defaults: {},
  build: (_options, classes): ModelGraph => ({
    layers: [
      ...plainConvolution(1, 8),
      ...plainConvolution(2, 8),
      ...residualModule(1, 16, 'relu2'),
      ...residualModule(2, 32, 'add1'),
      ...residualModule(3, 64, 'add2'),
      ...residualModule(4, 128, 'add3'),
      layer('conv_last', 'conv2d', { filters: classes, kernelSize: 3, padding: 'same' }),
      layer('logits', 'globalAveragePooling2d'),
      layer('softmax', 'activation', { activation: 'softmax' }),
    ],
  }),
} as const satisfies Architecture;

function plainConvolution(index: number, filters: number): LayerNode[] {
  return [
    layer(`conv${index}`, 'conv2d', { filters, kernelSize: 3, useBias: false }),
    layer(`bn${index}`, 'batchNormalization'),
    layer(`relu${index}`, 'activation', { activation: 'relu' }),
  ];
}

function residualModule(index: number, filters: number, input: string): LayerNode[] {
  const name = (part: string) => `module${index}_${part}`;
  const separable = { filters, kernelSize: 3, padding: 'same', useBias: false } as const;
  const halve = { strides: 2, padding: 'same' } as const;
  return [
    layer(name('shortcut'), 'conv2d', { filters, kernelSize: 1, useBias: false, ...halve }, [input]),
    layer(name('shortcut_bn'), 'batchNormalization'),
    layer(name('separable1'), 'separableConv2d', separable, [input]),
    layer(name('bn1'), 'batchNormalization'),
    layer(name('relu'), 'activation', { activation: 'relu' }),
    layer(name('separable2'), 'separableConv2d', separable),
    layer(name('bn2'), 'batchNormalization'),
    layer(name('pool'), 'maxPooling2d', { poolSize: 3, ...halve }),
    layer(`add${index}`, 'add', {}, [name('pool'), name('shortcut_bn')]),
  ];
}
