import type { NamedTensor } from '@fer/core';
import type { ResolvedGraph } from '../../resolve-graph.ts';
import { computeLayer } from './compute-layer.ts';

/**
 * What a network gives for one picture, by plain loops in double precision.
 *
 * @param feeds one for each input, by name
 * @returns one for each output, by name
 */
export function computeGraph(
  graph: ResolvedGraph,
  tensors: ReadonlyMap<string, NamedTensor>,
  feeds: { readonly [input: string]: ArrayLike<number> },
): { [output: string]: number[] } {
  const values = new Map(graph.inputs.map(({ name }) => [name, Array.from(feeds[name]!)]));
  for (const layer of graph.layers) {
    const inputs = layer.inputs.map((name) => values.get(name)!);
    const weight = (suffix: string) => tensors.get(`${layer.name}/${suffix}`)?.data;
    values.set(layer.name, computeLayer(layer, inputs, weight));
  }
  return Object.fromEntries(graph.outputs.map(({ name }) => [name, values.get(name)!]));
}
