import {
  createRandom,
  type LayerNode,
  type ModelDefinition,
  type ModelGraph,
  type NamedTensor,
  sizeOf,
} from '@fer/core';
import { resolveGraph } from '../resolve-graph.ts';
import type { Shape } from '../shape.ts';
import { weightSpecs } from '../weight-specs.ts';

/** A small network that shows something about a layer. */
export interface NetworkCase {
  readonly name: string;
  readonly graph: ModelGraph;
}

/** One layer behind an input of this shape. */
export function layerCase(
  type: string,
  shape: Shape,
  config: LayerNode['config'],
  more: Shape[] = [],
): NetworkCase {
  const inputs = Object.fromEntries([shape, ...more].map((one, index) => [`input${index + 1}`, one]));
  const reads = Object.keys(inputs);
  const told = JSON.stringify(config).replaceAll('"', '');
  const shapes = [shape, ...more].map((one) => one.join('×')).join(' and ');
  return {
    name: `${type} ${told} of ${shapes}`,
    graph: { inputs, layers: [{ name: 'layer', type, config, inputs: reads }] },
  };
}

/** A model of a graph with seeded weights: kernels that keep the size of what goes through, positive variances. */
export function randomModel(graph: ModelGraph, labels: readonly string[] = []): ModelDefinition {
  const shape = Object.values(graph.inputs ?? {})[0] ?? [];
  const [height = 1, width = 1, channels = 1] = shape;
  const input = {
    width,
    height,
    channels: channels as 1 | 3,
    resize: 'bilinear-antialias',
    range: [-1, 1],
  } as const;
  const tensors = new Map<string, NamedTensor>();
  for (const [index, { name, shape, role, fanIn }] of weightSpecs(graph, input).entries()) {
    const random = createRandom(7, index);
    const isPositive = role === 'movingVariance' || role === 'gamma';
    const limit = fanIn > 0 ? Math.sqrt(3 / fanIn) : 0.3;
    const data = Float32Array.from({ length: sizeOf(shape) }, () =>
      isPositive ? random.uniform(0.5, 1.5) : random.uniform(-limit, limit),
    );
    tensors.set(name, { shape, data });
  }
  return { graph, input, labels, tensors };
}

/** What a model is fed, -2..2, by input: `[batch, …]`. */
export function randomFeeds(
  model: ModelDefinition,
  batch: number,
  seed = 3,
): { [input: string]: Float32Array } {
  const { inputs } = resolveGraph(model.graph, model.input);
  return Object.fromEntries(
    inputs.map(({ name, shape }, index) => {
      const random = createRandom(seed, index);
      return [name, Float32Array.from({ length: batch * sizeOf(shape) }, () => random.uniform(-2, 2))];
    }),
  );
}
