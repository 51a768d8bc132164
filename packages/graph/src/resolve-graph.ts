import type { Endpoint, InputSpec, ModelGraph } from '@fer/core';
import { connect } from './connect.ts';
import type { ResolvedLayer } from './layers/index.ts';
import { resolveLayer } from './resolve-layer.ts';

/**
 * A network as everything downstream sees it: each layer of a known type, with all options filled in, its shapes and its
 * weights.
 */
export interface ResolvedGraph {
  readonly inputs: readonly Endpoint[];
  /** In order of computation. */
  readonly layers: readonly ResolvedLayer[];
  /** Layers whose results the network gives, by name; an input may be among them. */
  readonly outputs: readonly Endpoint[];
}

/**
 * Reads a graph as it is written. Every option is one that its layer has, or an error: no engine reads options again.
 *
 * @param input gives the shape of the network's input where the graph names none
 * @throws FerError `FER_GRAPH_INVALID` naming the layer, where a graph cannot be computed
 */
export function resolveGraph(graph: ModelGraph, input: InputSpec): ResolvedGraph {
  const { inputs, nodes, outputs } = connect(graph, input);
  const shapes = new Map(inputs);
  const layers = nodes.map((connected) => {
    const layer = resolveLayer(connected, shapes);
    shapes.set(layer.name, layer.outputShape);
    return layer;
  });
  const endpoint = (name: string): Endpoint => ({ name, shape: shapes.get(name)! });
  return { inputs: [...inputs.keys()].map(endpoint), layers, outputs: outputs.map(endpoint) };
}
