import { type Architecture, createRandom, definePlugin, EMOTIONS, layer, type NamedTensor } from '@fer/core';
import { weightSpecs } from '@fer/graph';
import type { Weights } from '../weights.ts';

/** A network so small that tests can look at every number: 6×5 pixels, one convolution, two options. */
export const tinyCnn = {
  id: 'tiny-cnn',
  apiVersion: 1,
  description: 'For tests',
  input: { width: 5, height: 6, channels: 1, resize: 'bilinear-antialias', range: [-1, 1] },
  defaults: { filters: 3, dropout: 0.5 },
  build: (options, classes) => ({
    layers: [
      layer('conv1', 'conv2d', { filters: options.filters!, kernelSize: 3, activation: 'relu' }),
      layer('bn1', 'batchNormalization'),
      layer('dropout1', 'dropout', { rate: options.dropout! }),
      layer('flatten', 'flatten'),
      layer('logits', 'dense', { units: classes }),
      layer('softmax', 'activation', { activation: 'softmax' }),
    ],
  }),
} as const satisfies Architecture;

export const tinyPlugin = definePlugin({
  name: 'tiny',
  apiVersion: 1,
  contributes: { architectures: [tinyCnn] },
});

/** Weights of any architecture, filled with seeded noise. */
export function randomWeights(
  architecture: Architecture,
  options: { seed?: number; labels?: readonly string[] } = {},
): Weights {
  const { seed = 1, labels = EMOTIONS } = options;
  const graph = architecture.build(architecture.defaults, labels.length);
  const tensors = new Map<string, NamedTensor>();
  for (const [index, spec] of weightSpecs(graph, architecture.input).entries()) {
    const random = createRandom(seed, index);
    const size = spec.shape.reduce((product, length) => product * length, 1);
    const scale = Math.sqrt(3 / Math.max(1, spec.fanIn));
    const data = Float32Array.from({ length: size }, () =>
      // Variances and scales are positive; the rest is centred.
      spec.role === 'movingVariance' || spec.role === 'gamma'
        ? random.uniform(0.5, 1.5)
        : random.uniform(-scale, scale) * (spec.fanIn > 0 ? 1 : 0.1),
    );
    tensors.set(spec.name, { shape: spec.shape, data });
  }
  return {
    architecture: { id: architecture.id, config: { ...architecture.defaults } },
    labels: [...labels],
    input: architecture.input,
    licence: 'Apache-2.0',
    training: { seed, metrics: { public: { top1: 0.5 } } },
    createdBy: 'a test',
    tensors,
  };
}
