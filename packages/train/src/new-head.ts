import { FerError, type ModelGraph } from '@fer/core';
import { assertClassifier, type ResolvedGraph, type ResolvedLayer } from '@fer/graph';

/** What says how many numbers a layer gives, by its type. */
const SIZE_OPTIONS: { readonly [type: string]: string } = {
  dense: 'units',
  conv2d: 'filters',
  separableConv2d: 'filters',
};

/**
 * The layers of a classifier that know how many classes there are: the last one with a kernel, and what has weights
 * between it and the softmax. The first of them has the kernel.
 *
 * @throws FerError `FER_GRAPH_INVALID` if it is no classifier, `FER_GRAPH_UNSUPPORTED` if there is no single such layer
 */
export function headLayers(graph: ResolvedGraph, classes: number): readonly ResolvedLayer[] {
  const softmax = assertClassifier(graph, classes);
  const head: ResolvedLayer[] = [];
  let [reads] = softmax.inputs;
  for (;;) {
    const layer = graph.layers.find(({ name }) => name === reads);
    if (layer === undefined || layer.inputs.length !== 1) throw noHead(layer ?? softmax);
    if (layer.weights.length > 0) head.unshift(layer);
    if (layer.weights.some(({ role }) => role === 'kernel')) return head;
    [reads] = layer.inputs;
  }
}

/**
 * A classifier as it is written, for another number of classes.
 *
 * @param graph      with layers of known types only
 * @param kernelName of the head's first layer
 * @throws FerError `FER_GRAPH_UNSUPPORTED` if that cannot be told to give another number
 */
export function withClasses(graph: ModelGraph, kernelName: string, classes: number): ModelGraph {
  return {
    ...graph,
    layers: graph.layers.map((layer) => {
      if (layer.name !== kernelName) return layer;
      const option = SIZE_OPTIONS[layer.type];
      if (option === undefined) throw noHead(layer);
      return { ...layer, config: { ...layer.config, [option]: classes } };
    }),
  };
}

function noHead({ name, type }: { readonly name: string; readonly type: string }): FerError {
  return new FerError(
    'FER_GRAPH_UNSUPPORTED',
    `train: \`newHead\` needs a network that ends with one dense or convolution layer and a softmax, but at layer '${name}' (${type}) it does not. Give weights of another network.`,
    { details: { layer: name, type } },
  );
}
