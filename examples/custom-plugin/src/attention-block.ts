import { FerError, type LayerExpansion, layer } from '@fer/core';

/** A residual block with squeeze and excitation (Hu et al. 2017, arXiv:1709.01507). `ratio`: how far it squeezes. */
export const attentionBlock = {
  id: 'attentionBlock',
  apiVersion: 1,
  defaults: { ratio: 4 },
  expand({ ratio }, inputs) {
    const x = inputs[0]!;
    const filters = x.shape.at(-1)!;
    const squeezed = filters / Number(ratio);
    if (!Number.isInteger(squeezed)) {
      throw new FerError(
        'PLUGIN_ATTENTION_RATIO',
        `An attentionBlock must squeeze ${filters} filters to a whole number, but its ratio is ${ratio}. Give a divisor.`,
        { details: { filters, ratio } },
      );
    }
    return [
      layer('conv', 'conv2d', { filters, kernelSize: 3, padding: 'same', useBias: false }),
      layer('bn', 'batchNormalization'),
      layer('squeeze', 'globalAveragePooling2d'),
      layer('reduce', 'dense', { units: squeezed, activation: 'relu' }),
      layer('excite', 'dense', { units: filters, activation: 'sigmoid' }),
      layer('scale', 'multiply', {}, ['bn', 'excite']),
      layer('sum', 'add', {}, ['scale', x.name]),
    ];
  },
} as const satisfies LayerExpansion;
