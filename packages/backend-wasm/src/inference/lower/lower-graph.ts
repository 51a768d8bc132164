import { FerError, type LayerNode, type ModelDefinition } from '@fer/core';
import type { PlanOp } from '../plan.ts';
import { LayerBuilder, type Value } from './graph-builder.ts';
import { LAYERS } from './lower-layer.ts';

/**
 * Turns the layers that the result depends on into ops, one by one and without any shortcut but that dropout, flatten
 * and the like compute nothing.
 *
 * @throws FerError `FER_GRAPH_INVALID`, `FER_GRAPH_UNSUPPORTED`, `FER_WEIGHTS_MISMATCH`, each naming the layer
 */
export function lowerGraph({ graph, input, labels, tensors }: ModelDefinition): PlanOp[] {
  const ops: PlanOp[] = [];
  const values = new Map<string, Value>([
    ['input', { id: 0, shape: [input.height, input.width, input.channels] }],
  ]);
  let last: Value | undefined;
  for (const { node, inputs } of neededLayers(graph.layers)) {
    const lower: ((layer: LayerBuilder) => Value) | undefined = LAYERS[node.type];
    const layer = new LayerBuilder(
      node,
      inputs.map((name) => values.get(name)!),
      tensors,
      ops,
    );
    if (lower === undefined) throw layer.options.unsupported('is of a type that a plan does not know');
    last = lower(layer);
    layer.options.assertAllRead();
    values.set(node.name, last);
  }

  if (last === undefined || last.id !== ops.length || last.shape.join() !== `${labels.length}`) {
    throw new FerError(
      'FER_GRAPH_INVALID',
      `The network must end with an op that gives ${labels.length} probabilities, one a label, but ends with [${last?.shape}].`,
      { details: { labels, shape: last?.shape } },
    );
  }
  return ops;
}

interface ConnectedLayer {
  readonly node: LayerNode;
  readonly inputs: readonly string[];
}

/** The layers that the last one depends on, in order, each with the names of what it reads. */
function neededLayers(layers: readonly LayerNode[]): ConnectedLayer[] {
  const connected = new Map<string, ConnectedLayer>();
  let previous = 'input';
  for (const node of layers) {
    const { name, inputs = [previous] } = node;
    if (name === 'input' || connected.has(name)) throw invalid(node, 'has the name of an earlier node');
    const missing = inputs.find((input) => input !== 'input' && !connected.has(input));
    if (missing !== undefined) throw invalid(node, `reads '${missing}', which no earlier node is called`);
    connected.set(name, { node, inputs });
    previous = name;
  }

  const needed = new Set([previous]);
  for (const { node, inputs } of [...connected.values()].reverse()) {
    if (needed.has(node.name)) for (const input of inputs) needed.add(input);
  }
  return [...connected.values()].filter(({ node }) => needed.has(node.name));
}

function invalid({ name, type }: LayerNode, problem: string): FerError {
  return new FerError('FER_GRAPH_INVALID', `Layer '${name}' (${type}) ${problem}.`, {
    details: { layer: name, type },
  });
}
