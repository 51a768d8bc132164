import { FerError } from '@fer/core';
import type { ResolvedLayerOf } from './layers/index.ts';
import type { ResolvedGraph } from './resolve-graph.ts';

/**
 * The last layer of a network that gives the probabilities of classes, as who needs probabilities demands it: one
 * output, a `softmax` of one number for each label.
 *
 * @returns the softmax; the layer or input that it reads gives the logits
 * @throws FerError `FER_GRAPH_INVALID`
 */
export function assertClassifier(graph: ResolvedGraph, classes: number): ResolvedLayerOf<'activation'> {
  const [output, ...more] = graph.outputs;
  const last = graph.layers.find(({ name }) => name === output?.name);
  const isVector = output?.shape.length === 1 && output.shape[0] === classes;
  if (isVector && more.length === 0 && last?.type === 'activation' && last.activation === 'softmax')
    return last;
  const came = graph.outputs.map(({ name, shape }) => `'${name}' of [${shape}]`).join(', ');
  throw new FerError(
    'FER_GRAPH_INVALID',
    `The network must end with an activation layer with softmax over its ${classes} classes, ` +
      `but its output is ${came}${last ? ` (${last.type})` : ''}.`,
    { details: { classes, outputs: graph.outputs } },
  );
}
