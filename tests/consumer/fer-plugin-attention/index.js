// A plugin as a stranger publishes it: a type of layer, and an architecture that uses it.
import { definePlugin, layer } from '@fer/core';

/** Squeeze and excitation (Hu et al. 2017, arXiv:1709.01507) in a residual block. */
const attention = {
  id: 'attentionBlock',
  apiVersion: 1,
  defaults: { ratio: 4 },
  expand: ({ ratio }, [x]) => {
    const filters = x.shape.at(-1);
    return [
      layer('conv', 'conv2d', { filters, kernelSize: 3, padding: 'same', useBias: false }),
      layer('bn', 'batchNormalization'),
      layer('squeeze', 'globalAveragePooling2d'),
      layer('reduce', 'dense', { units: filters / ratio, activation: 'relu' }),
      layer('excite', 'dense', { units: filters, activation: 'sigmoid' }),
      layer('scale', 'multiply', {}, ['bn', 'excite']),
      layer('sum', 'add', {}, ['scale', x.name]),
    ];
  },
};

const architecture = {
  id: 'attention-net',
  apiVersion: 1,
  description: 'One convolution and one block with attention',
  input: { width: 48, height: 48, channels: 1, resize: 'bilinear-antialias', range: [-1, 1] },
  defaults: { filters: 8 },
  build: ({ filters }, classes) => ({
    layers: [
      layer('stem', 'conv2d', { filters, kernelSize: 3, strides: 4, activation: 'relu' }),
      layer('block', 'attentionBlock', { ratio: 2 }),
      layer('average', 'globalAveragePooling2d'),
      layer('logits', 'dense', { units: classes }),
      layer('softmax', 'activation', { activation: 'softmax' }),
    ],
  }),
};

export const plugin = definePlugin({
  name: 'fer-plugin-attention',
  apiVersion: 1,
  contributes: { layers: [attention], architectures: [architecture] },
});
