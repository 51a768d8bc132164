import {
  createRandom,
  type Json,
  type LayerNode,
  type ModelDefinition,
  type NamedTensor,
  type Random,
} from '@fer/core';

/** A layer and its weights' shapes by suffix. */
export interface LayerWithWeights {
  readonly node: LayerNode;
  readonly weights: { readonly [suffix: string]: readonly number[] };
}

export function layer(
  name: string,
  type: string,
  config: { readonly [key: string]: Json } = {},
  weights: LayerWithWeights['weights'] = {},
  inputs?: readonly string[],
): LayerWithWeights {
  return { node: inputs ? { name, type, config, inputs } : { name, type, config }, weights };
}

export const SOFTMAX = layer('softmax', 'activation', { activation: 'softmax' });

/** A network of these layers with seeded weights; variances are positive, all others centred. */
export function modelOf(
  layers: readonly LayerWithWeights[],
  { height = 6, width = 5, labels = 3, seed = 1 } = {},
): ModelDefinition {
  const random = createRandom(seed);
  const tensors = new Map<string, NamedTensor>();
  for (const { node, weights } of layers) {
    for (const [suffix, shape] of Object.entries(weights)) {
      tensors.set(`${node.name}/${suffix}`, { shape, data: randomData(random, suffix, shape) });
    }
  }
  return {
    graph: { layers: layers.map(({ node }) => node) },
    input: { width, height, channels: 1, resize: 'bilinear-antialias', range: [-1, 1] },
    labels: Array.from({ length: labels }, (_, index) => `label ${index}`),
    tensors,
  };
}

/** Pixels -1..1 for `modelOf`. */
export function pixelsFor({ input }: ModelDefinition, images: number, seed = 7): Float32Array {
  const random = createRandom(seed);
  const length = images * input.height * input.width * input.channels;
  return Float32Array.from({ length }, () => random.uniform(-1, 1));
}

function randomData(random: Random, suffix: string, shape: readonly number[]): Float32Array {
  const [low, high] = suffix === 'moving_variance' || suffix === 'gamma' ? [0.5, 1.5] : [-0.5, 0.5];
  const length = shape.reduce((product, size) => product * size, 1);
  return Float32Array.from({ length }, () => random.uniform(low, high));
}
