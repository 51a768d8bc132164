import { type InputSpec, type ModelGraph, sizeOf } from '@fer/core';
import { resolveGraph } from './resolve-graph.ts';
import type { WeightSpec } from './weight-spec.ts';

/**
 * The weights of a graph, in order of computation: names, shapes and roles, without any engine.
 *
 * @throws FerError `FER_GRAPH_INVALID` naming the layer, where a graph cannot be computed
 */
export function weightSpecs(graph: ModelGraph, input: InputSpec): WeightSpec[] {
  return resolveGraph(graph, input).layers.flatMap(({ weights }) => weights);
}

/** The number of trainable and other parameters, counted as Keras does. */
export function countParameters(graph: ModelGraph, input: InputSpec): { total: number; trainable: number } {
  let total = 0;
  let trainable = 0;
  for (const spec of weightSpecs(graph, input)) {
    const size = sizeOf(spec.shape);
    total += size;
    if (spec.trainable) trainable += size;
  }
  return { total, trainable };
}
