import type { ForeignModel, NamedTensor, ReadFormatOptions } from '@fer/core';
import { assignWeights, type StoredLayer } from '../assign-weights.ts';
import type { JsonObject } from '../json.ts';
import { type BuiltGraph, buildGraph } from './build-graph.ts';
import { splitNested } from './nested-layers.ts';
import { type KerasModel, parseConfig } from './parse-config.ts';

/** What a file of Keras's says of itself. */
export interface KerasStructure {
  readonly config: JsonObject;
  /** `2.15.0`; none in what `config.json` of a `.keras` has without its metadata. */
  readonly version: string | undefined;
}

/** A structure that was read, ready for its weights. */
export interface ReadStructure {
  readonly model: KerasModel;
  readonly graph: BuiltGraph;
  readonly version: string | undefined;
}

/** @throws FerError as `buildGraph` */
export function readStructure(
  { config, version }: KerasStructure,
  subject: string,
  { inputShape }: Pick<ReadFormatOptions, 'inputShape'>,
): ReadStructure {
  const model = parseConfig(config, subject);
  const keras = version?.startsWith('3') ? 3 : 2;
  return { model, graph: buildGraph(model, keras, subject, inputShape), version };
}

/**
 * A network of a structure and the tensors that a file has for it.
 *
 * @throws FerError `FER_WEIGHTS_MISMATCH`
 */
export function fillStructure(
  { model, graph, version }: ReadStructure,
  stored: readonly StoredLayer[],
  subject: string,
  producer = 'Keras',
  notes: readonly string[] = [],
): ForeignModel {
  const assigned = assignWeights(graph.weighted, splitNested(stored, model.layers), subject);
  const tensors = new Map<string, NamedTensor>([...graph.tensors, ...assigned.tensors]);
  return {
    graph: { inputs: graph.inputs, layers: graph.nodes, outputs: graph.outputs },
    tensors,
    inputShape: graph.inputShape,
    ...(version === undefined ? {} : { producer: `${producer} ${version}`.slice(0, 100) }),
    notes: [...graph.notes, ...assigned.notes, ...notes],
  };
}
