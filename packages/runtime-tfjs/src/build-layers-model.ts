import type { InputSpec, LayerNode, ModelGraph } from '@fer/core';
import type * as TfLayers from '@tensorflow/tfjs-layers';

/** The graph as a tfjs-layers model, and its logits. */
export interface LayersModels {
  /** `[batch, height, width, channels]` → probabilities `[batch, classes]` */
  readonly probabilities: TfLayers.LayersModel;
  /** The same layers without the final softmax: `[batch, height, width, channels]` → logits `[batch, classes]`. */
  readonly logits: TfLayers.LayersModel;
}

/** Makes the layer of one node where it is not to be tfjs-layers' own: a dropout whose mask is seeded by step, say. */
export type LayerFactory = (node: LayerNode) => TfLayers.layers.Layer | undefined;

/**
 * Builds a graph with tfjs-layers. All weights start at zero: they are always assigned afterwards, from a file or by
 * `initializeWeights`, so no weight is ever random by accident.
 */
export function buildLayersModel(
  layers: typeof TfLayers,
  graph: ModelGraph,
  input: InputSpec,
  factory?: LayerFactory,
): LayersModels {
  const start = layers.input({ shape: [input.height, input.width, input.channels], name: 'input' });
  const outputs = new Map<string, TfLayers.SymbolicTensor>([['input', start]]);
  let previous = 'input';
  let beforeLast = start;
  for (const node of graph.layers) {
    const inputs = (node.inputs ?? [previous]).map((name) => outputs.get(name)!);
    const layer = factory?.(node) ?? createLayer(layers, node);
    beforeLast = inputs[0]!;
    const output = layer.apply(inputs.length === 1 ? inputs[0]! : inputs) as TfLayers.SymbolicTensor;
    outputs.set(node.name, output);
    previous = node.name;
  }
  return {
    probabilities: layers.model({ inputs: start, outputs: outputs.get(previous)! }),
    logits: layers.model({ inputs: start, outputs: beforeLast }),
  };
}

/** The layer of one node, as tfjs-layers has it. */
export function createLayer(layers: typeof TfLayers, node: LayerNode): TfLayers.layers.Layer {
  const create = layers.layers[node.type] as unknown as (config: object) => TfLayers.layers.Layer;
  const initializers = node.type === 'separableConv2d' ? separableInitializers : kernelInitializers;
  return create({ ...initializers, ...node.config, name: node.name });
}

const kernelInitializers = { kernelInitializer: 'zeros', depthwiseInitializer: 'zeros' } as const;
const separableInitializers = { depthwiseInitializer: 'zeros', pointwiseInitializer: 'zeros' } as const;
