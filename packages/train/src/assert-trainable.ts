import { FerError } from '@fer/core';
import { assertClassifier, dropUnread, type ResolvedGraph } from '@fer/graph';
import { isFrozen } from './frozen-layers.ts';

/**
 * Checks that a network is one that we can train: a classifier, of which we heed every option and move something.
 *
 * @throws FerError `FER_GRAPH_INVALID` if it is no classifier of so many classes; `FER_GRAPH_UNSUPPORTED` naming a layer
 * with an option that we do not heed, or one that has weights and no reader; `FER_INVALID_ARGUMENT` if nothing is trained
 */
export function assertTrainable(graph: ResolvedGraph, classes: number): void {
  assertClassifier(graph, classes);
  const read = new Set(dropUnread(graph).layers);
  for (const layer of graph.layers) {
    const { name, type, weights, refusedInTraining } = layer;
    const [option] = isFrozen(layer) ? [] : refusedInTraining;
    if (option !== undefined) {
      throw unsupported(
        layer,
        `has the option '${option}', which a training here does not heed. Leave it out.`,
      );
    }
    if (weights.length > 0 && !read.has(layer)) {
      throw unsupported({ name, type }, 'has weights, but the output does not depend on it. Leave it out.');
    }
  }
  if (graph.layers.some(({ weights }) => weights.some(({ trainable }) => trainable))) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    'train: no layer is left to train: `freeze`, or `trainable` in the graph, holds them all.',
    { details: { option: 'freeze' } },
  );
}

function unsupported({ name, type }: { name: string; type: string }, problem: string): FerError {
  return new FerError('FER_GRAPH_UNSUPPORTED', `Layer '${name}' (${type}) ${problem}`, {
    details: { layer: name, type },
  });
}
