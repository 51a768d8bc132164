import { type FerError, nearestName, sizeOf } from '@fer/core';
import type { ConnectedNode } from './connect.ts';
import { LayerReader } from './layer-reader.ts';
import { LAYERS, type ResolvedLayer } from './layers/index.ts';
import { GRAPH_LIMITS } from './limits.ts';
import { invalidLayer } from './options.ts';
import type { LayerBase, LayerDefinition } from './resolved-layer.ts';
import type { Shape } from './shape.ts';

/**
 * Reads one layer.
 *
 * @param shapes of all that it may read, by name
 * @throws FerError `FER_GRAPH_INVALID` naming it
 */
export function resolveLayer(
  { node, inputs }: ConnectedNode,
  shapes: ReadonlyMap<string, Shape>,
): ResolvedLayer {
  if (!Object.hasOwn(LAYERS, node.type)) throw unknownType({ node, inputs });
  const definition: Pick<LayerDefinition<LayerBase<string>>, 'read'> = LAYERS[
    node.type as keyof typeof LAYERS
  ];
  const inputShapes = inputs.map((name) => shapes.get(name)!);
  const reader = new LayerReader(node, inputShapes);
  const reading = definition.read(reader);
  reader.assertAllRead();
  const isBounded =
    reading.outputShape.every((size) => size >= 1) && sizeOf(reading.outputShape) <= GRAPH_LIMITS.numbers;
  if (!isBounded) {
    throw invalidLayer(
      node,
      `gives [${reading.outputShape}], more than ${GRAPH_LIMITS.numbers} numbers a picture`,
    );
  }
  const { weights, trainable, refusedInTraining } = reader;
  const base = {
    type: node.type,
    name: node.name,
    inputs,
    inputShapes,
    weights,
    trainable,
    refusedInTraining,
  };
  return { ...base, ...reading } as ResolvedLayer;
}

function unknownType({ node }: ConnectedNode): FerError {
  const available = Object.keys(LAYERS);
  const suggestion = nearestName(node.type, available);
  const hint = suggestion === undefined ? '' : ` Did you mean '${suggestion}'?`;
  return invalidLayer(
    node,
    `is of a type that nobody knows.${hint} Known: ${available.join(', ')}; a plugin's types are known where its ` +
      'architecture is built',
    { available, suggestion },
  );
}
