import type { ForeignModel, ModelDefinition } from '@fer/core';
import { resolveGraph } from '@fer/graph';
import { computeGraph } from '@fer/graph/test';
import type { Weights } from '@fer/model';

/** What a network gives for one picture, by plain loops in double precision. */
export function compute(
  { graph, tensors }: Pick<ForeignModel, 'graph' | 'tensors'> | Pick<ModelDefinition, 'graph' | 'tensors'>,
  input: Weights['input'],
  pixels: Float32Array,
): number[] {
  const resolved = resolveGraph(graph, input);
  const feeds = { [resolved.inputs[0]!.name]: pixels };
  return Object.values(computeGraph(resolved, tensors, feeds))[0]!;
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
}
