import { findBadLabel, type InputSpec, type Json, type ModelGraph } from '@fer/core';
import { GRAPH_LIMITS } from '@fer/graph';
import { TEMPERATURE_LIMITS } from '../evaluate/temperature.ts';
import { MANIFEST_LIMITS, type WeightsCalibration } from './manifest.ts';
import type { ManifestField } from './manifest-fields.ts';

/** How deep lists and objects may be nested in the architecture's options. */
const OPTION_DEPTH = 8;

/** The same in the options of a layer. */
const GRAPH_DEPTH = 8;

/** No control characters, which a terminal would obey, no half characters, not too long. */
const PLAIN_TEXT = /^[^\p{Cc}\p{Cs}]{1,256}$/u;

/** As plain text, and without white space. */
const PLAIN_NAME = /^[^\p{Cc}\p{Cs}\s]{1,256}$/u;

/** The header's fields that decide how weights are used; those of a manifest and those in memory. */
export function readArchitecture(field: ManifestField): { id: string; config: { [key: string]: Json } } {
  const config = field.get('config');
  const options = config.json(OPTION_DEPTH);
  for (const option of Object.keys(options)) assertOption(config.get(option));
  return { id: readName(field.get('id')), config: options };
}

/**
 * The network as data, if there is one; whether it can be computed is for `resolveGraph` to say.
 *
 * @returns `undefined` where the weights have none
 */
export function readGraph(field: ManifestField): ModelGraph | undefined {
  if (field.isMissing()) return undefined;
  const layers = field.get('layers').elements(GRAPH_LIMITS.layers);
  for (const layer of layers) {
    readName(layer.get('name'));
    readName(layer.get('type'));
    layer.get('config').json(GRAPH_DEPTH);
  }
  return field.json(GRAPH_DEPTH + 3) as unknown as ModelGraph;
}

/** In the order of the outputs. */
export function readLabels(field: ManifestField, graph?: ModelGraph): string[] {
  if (graph !== undefined && Array.isArray(field.value) && field.value.length === 0) return [];
  const elements = field.elements(MANIFEST_LIMITS.labels);
  const labels = elements.map(({ value }) => value);
  const bad = findBadLabel(labels);
  if (bad !== undefined) throw elements[bad.index]!.invalid(bad.problem);
  return labels as string[];
}

export function readInput(field: ManifestField): InputSpec {
  const { inputSide, magnitude } = MANIFEST_LIMITS;
  const range = field.get('range');
  const [low, high] = range.elements(2).map((bound) => bound.number(magnitude));
  // As float32, which pixels are: two neighbours of float64 may be one number there.
  if (high === undefined || !(Math.fround(low!) < Math.fround(high))) {
    throw range.invalid('must be [low, high]');
  }
  return {
    width: field.get('width').integer(1, inputSide),
    height: field.get('height').integer(1, inputSide),
    channels: field.get('channels').oneOf([1, 3]),
    resize: field.get('resize').oneOf(['bilinear-antialias']),
    range: [low!, high],
  };
}

/** `undefined` where the weights have none. */
export function readCalibration(field: ManifestField): WeightsCalibration | undefined {
  if (field.isMissing()) return undefined;
  const { lowest, highest } = TEMPERATURE_LIMITS;
  const temperature = field.get('temperature');
  const { value } = temperature;
  if (typeof value !== 'number' || !(value >= lowest && value <= highest)) {
    throw temperature.invalid(`must be a number from ${lowest} to ${highest}`);
  }
  const fittedOn = field.get('fittedOn').matching(PLAIN_TEXT, 'a text without control characters');
  return { temperature: value, fittedOn };
}

/** What an architecture or a tensor is called. */
export function readName(field: ManifestField): string {
  return field.matching(PLAIN_NAME, 'a name without white space');
}

/** Whatever an architecture makes of its options, it must not be led to build without bound. */
function assertOption(option: ManifestField): void {
  const { value } = option;
  if (typeof value === 'number') option.number(MANIFEST_LIMITS.magnitude);
  if (typeof value === 'string' && value !== '') option.matching(PLAIN_TEXT, 'a short text');
  if (Array.isArray(value) && value.length > 0) {
    option.elements(MANIFEST_LIMITS.optionElements).forEach(assertOption);
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const key of Object.keys(value)) assertOption(option.get(key));
  }
}
