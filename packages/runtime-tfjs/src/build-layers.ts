import type { ResolvedGraph, ResolvedLayer } from '@fer/graph';
import type * as TfLayers from '@tensorflow/tfjs-layers';
import { createLayer } from './create-layer.ts';
import { createOwnActivation } from './own-activations.ts';
import type { Tfjs } from './tfjs.ts';

/** Makes the layer of a node where it is not to be tfjs-layers' own: a dropout whose mask is seeded by step, say. */
export type LayerFactory = (layer: ResolvedLayer) => TfLayers.layers.Layer | undefined;

/** A graph as layers of tfjs-layers. */
export interface BuiltLayers {
  /**
   * A model of all inputs that gives these values, by the names of layers or inputs. Models share their layers, and so
   * their weights.
   */
  modelOf(names: readonly string[]): TfLayers.LayersModel;
}

/**
 * Builds a graph with tfjs-layers. All weights start at zero: they are always assigned afterwards, from a file or by
 * `initializeWeights`, so no weight is ever random by accident.
 */
export function buildLayers(tfjs: Tfjs, graph: ResolvedGraph, factory?: LayerFactory): BuiltLayers {
  const { layers } = tfjs;
  const inputs = graph.inputs.map(({ name, shape }) => layers.input({ shape: [...shape], name }));
  const values = new Map(graph.inputs.map(({ name }, index) => [name, inputs[index]!]));
  for (const node of graph.layers) {
    const reads = node.inputs.map((name) => values.get(name)!);
    const layer = factory?.(node) ?? createLayer(tfjs, node);
    const own = createOwnActivation(tfjs, node);
    const value = layer.apply(reads.length === 1 ? reads[0]! : reads) as TfLayers.SymbolicTensor;
    values.set(node.name, own === undefined ? value : (own.apply(value) as TfLayers.SymbolicTensor));
  }
  return {
    modelOf: (names) =>
      layers.model({
        inputs: inputs.length === 1 ? inputs[0]! : inputs,
        outputs: names.map((name) => values.get(name)!),
      }),
  };
}
