import { layer } from '@fer/core';
import { expect, it } from 'vitest';
import { resolveGraph } from '../resolve-graph.ts';
import { computeGraph } from '../test/reference/compute-graph.ts';

const INPUT = { width: 1, height: 1, channels: 1, resize: 'bilinear-antialias', range: [0, 1] } as const;

// max(min(x, maxValue), 0) + negativeSlope · min(x, 0), after keras.io/api/layers/activation_layers/relu.
it.each([
  [{}, [-2, 0, 3, 7], [0, 0, 3, 7]],
  [{ maxValue: null, negativeSlope: 0, threshold: 0, name: 'r', dtype: 'float32' }, [-2, 7], [0, 7]],
  [{ maxValue: 6 }, [-2, 0, 3, 7], [0, 0, 3, 6]],
  [{ negativeSlope: 0.5 }, [-2, 0, 3, 7], [-1, 0, 3, 7]],
])('reLU %j computes what Keras says', (config, x, expected) => {
  const graph = { inputs: { x: [x.length] }, layers: [layer('r', 'reLU', config)] };
  const { r } = computeGraph(resolveGraph(graph, INPUT), new Map(), { x: Float32Array.from(x) } as never);
  expect([...r!]).toEqual(expected);
});
