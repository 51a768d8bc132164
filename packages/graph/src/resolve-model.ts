import { FerError, type ModelDefinition } from '@fer/core';
import { type ResolvedGraph, resolveGraph } from './resolve-graph.ts';

/**
 * Reads the graph of a model, and checks that it fits what goes with it: where there are labels, it takes the picture of
 * the input spec and gives one number for each label.
 *
 * @throws FerError `FER_GRAPH_INVALID`
 */
export function resolveModel({
  graph,
  input,
  labels,
}: Pick<ModelDefinition, 'graph' | 'input' | 'labels'>): ResolvedGraph {
  const resolved = resolveGraph(graph, input);
  if (labels.length === 0) return resolved;
  const { inputs, outputs } = resolved;
  const told = (ends: typeof inputs) => ends.map(({ name, shape }) => `'${name}' of [${shape}]`).join(', ');
  const expected = `[${[input.height, input.width, input.channels]}]`;
  if (inputs.length !== 1 || `[${inputs[0]!.shape}]` !== expected) {
    throw invalid(`The network must take one picture of ${expected}, but takes ${told(inputs)}.`, { inputs });
  }
  if (outputs.length !== 1 || outputs[0]!.shape.join() !== `${labels.length}`) {
    const problem = `The network must give ${labels.length} probabilities, one a label, but gives ${told(outputs)}.`;
    throw invalid(problem, { outputs, labels });
  }
  return resolved;
}

function invalid(problem: string, details: Record<string, unknown>): FerError {
  return new FerError('FER_GRAPH_INVALID', problem, { details });
}
