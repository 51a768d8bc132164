import { type Architecture, layer } from '@fer/core';
import { attentionBlock } from './attention-block.ts';

/** A small network: one convolution, and one block with attention. */
export const attentionNet = {
  id: 'attention-net',
  apiVersion: 1,
  description: 'one convolution and one block with attention',
  input: { width: 48, height: 48, channels: 1, resize: 'bilinear-antialias', range: [-1, 1] },
  defaults: { filters: 8, ratio: 2 },
  build: ({ filters, ratio }, classes) => ({
    layers: [
      layer('stem', 'conv2d', { filters: filters!, kernelSize: 3, strides: 4, activation: 'relu' }),
      layer('block', attentionBlock.id, { ratio: ratio! }),
      layer('average', 'globalAveragePooling2d'),
      layer('logits', 'dense', { units: classes }),
      layer('softmax', 'activation', { activation: 'softmax' }),
    ],
  }),
} as const satisfies Architecture;
