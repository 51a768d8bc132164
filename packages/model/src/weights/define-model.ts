import { type Architecture, FerError, type ModelDefinition } from '@fer/core';
import { weightSpecs } from '../graph/weight-specs.ts';
import { assertTensors } from './assert-tensors.ts';
import type { Weights } from './weights.ts';

/**
 * Builds the graph that weights belong to and checks that they fill it.
 *
 * @param architecture the one that the weights name
 * @param location what to call the weights in messages
 * @throws FerError `FER_WEIGHTS_MISMATCH` if a tensor is missing, too many or misshapen, or the architecture is
 * another or has no such option; `FER_GRAPH_INVALID` if it cannot be built with the options of the weights
 */
export function defineModel(
  weights: Weights,
  architecture: Architecture,
  location = 'in memory',
): ModelDefinition {
  const { id, config } = weights.architecture;
  const subject = `The set of weights (${location})`;
  if (id !== architecture.id) {
    throw new FerError(
      'FER_WEIGHTS_MISMATCH',
      `${subject} belongs to the architecture '${id}', not to '${architecture.id}'. Ask for the one or load other weights.`,
      { details: { expected: architecture.id, received: id } },
    );
  }
  const unknown = Object.keys(config).find((option) => !Object.hasOwn(architecture.defaults, option));
  if (unknown !== undefined) {
    const options = Object.keys(architecture.defaults).join(', ') || 'none';
    throw new FerError(
      'FER_WEIGHTS_MISMATCH',
      `${subject} was made with an option '${unknown}' of '${id}', which this version does not have (it has ${options}). Update the package that gives the architecture.`,
      { details: { option: unknown, architecture: id } },
    );
  }

  const { input, labels, tensors } = weights;
  const graph = architecture.build({ ...architecture.defaults, ...config }, labels.length);
  assertTensors(tensors, weightSpecs(graph, input), subject);
  return { graph, input, labels, tensors };
}
