import { FerError, type InputSpec, type LayerNode, type ModelGraph } from '@fer/core';
import { GRAPH_LIMITS } from './limits.ts';
import { invalidLayer } from './options.ts';
import type { Shape } from './shape.ts';

/** The name of the network's input where a graph names none. */
export const DEFAULT_INPUT = 'input';

/** A layer with the names of all that it reads. */
export interface ConnectedNode {
  readonly node: LayerNode;
  readonly inputs: readonly string[];
}

/** A graph whose names are known to fit together. */
export interface ConnectedGraph {
  readonly inputs: ReadonlyMap<string, Shape>;
  /** In order of computation. */
  readonly nodes: readonly ConnectedNode[];
  readonly outputs: readonly string[];
}

/**
 * Names what each layer reads and what the network takes and gives, where the graph leaves it to the defaults.
 *
 * @throws FerError `FER_GRAPH_INVALID` where names are missing, given twice, or those of nothing earlier
 */
export function connect(graph: ModelGraph, input: InputSpec): ConnectedGraph {
  const inputs = inputShapes(graph, input);
  const known = new Set(inputs.keys());
  if (
    !Array.isArray(graph.layers) ||
    graph.layers.length === 0 ||
    graph.layers.length > GRAPH_LIMITS.layers
  ) {
    throw invalidGraph(`A graph must have an array of 1 to ${GRAPH_LIMITS.layers} layers.`);
  }
  let previous = [...inputs.keys()].at(-1)!;
  const nodes = graph.layers.map((node: LayerNode, index): ConnectedNode => {
    assertNode(node, index);
    if (known.has(node.name))
      throw invalidLayer(node, 'has the name of an earlier layer or input; names must be unique');
    const reads = node.inputs ?? [previous];
    const missing = reads.find((name) => !known.has(name));
    if (missing !== undefined)
      throw invalidLayer(node, `reads '${missing}', which no earlier layer is called`);
    known.add(node.name);
    previous = node.name;
    return { node, inputs: reads };
  });
  return { inputs, nodes, outputs: outputNames(graph, previous, known) };
}

function inputShapes(graph: ModelGraph, { height, width, channels }: InputSpec): Map<string, Shape> {
  const { inputs = { [DEFAULT_INPUT]: [height, width, channels] } } = graph;
  const entries = Object.entries(inputs);
  if (entries.length === 0) throw invalidGraph('A graph must have an input.');
  for (const [name, shape] of entries) {
    const isShape =
      Array.isArray(shape) && shape.length > 0 && shape.every((size) => Number.isInteger(size) && size >= 1);
    if (!isShape) throw invalidGraph(`The input '${name}' must have a shape of whole numbers from 1.`);
  }
  return new Map(entries);
}

function outputNames(graph: ModelGraph, last: string, known: ReadonlySet<string>): readonly string[] {
  const { outputs = [last] } = graph;
  if (!Array.isArray(outputs) || outputs.length === 0)
    throw invalidGraph('The outputs must be an array of names.');
  const missing = outputs.find((name, index) => !known.has(name) || outputs.indexOf(name) !== index);
  if (missing === undefined) return outputs;
  throw invalidGraph(`The output '${missing}' must be the name of a layer, and stand in the outputs once.`);
}

function assertNode(node: unknown, index: number): asserts node is LayerNode {
  const { name, type, config, inputs } = (node ?? {}) as { [key in keyof LayerNode]?: unknown };
  const isNamed = typeof name === 'string' && name !== '' && typeof type === 'string';
  const isConnected =
    inputs === undefined || (Array.isArray(inputs) && inputs.every((one) => typeof one === 'string'));
  if (isNamed && isConnected && typeof config === 'object' && config !== null && !Array.isArray(config))
    return;
  throw invalidGraph(
    `Layer ${index + 1} of the graph must have a name, a type, an object of options in \`config\`, and names in \`inputs\` if it has any.`,
  );
}

function invalidGraph(problem: string): FerError {
  return new FerError('FER_GRAPH_INVALID', problem);
}
