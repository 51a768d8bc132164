import {
  type Architecture,
  describeValue,
  FerError,
  type Json,
  type LayerExpansion,
  type ModelDefinition,
  type ModelGraph,
} from '@fer/core';
import { assertClassifier, expandBlocks, resolveModel } from '@fer/graph';
import { assertTensors } from './assert-tensors.ts';
import { ManifestField } from './manifest-fields.ts';
import { readArchitecture, readCalibration, readGraph, readInput, readLabels } from './read-header.ts';
import type { Weights } from './weights.ts';

export interface DefineModelOptions {
  /** What to call the weights in messages; default: `in memory`. */
  readonly location?: string;
  /** Types of layer that plugins bring (`contributes.layers`). */
  readonly blocks?: readonly LayerExpansion[];
}

/**
 * Finds the graph that weights belong to, their own or the one that their architecture builds, and checks that they fill
 * it. What decides about sizes is checked before, and nothing of a tensor's size is allocated.
 *
 * @param architecture the one that the weights name; may be left out where they bring their graph along
 * @throws FerError `FER_WEIGHTS_MISMATCH` if a tensor is missing, too many or misshapen, or the architecture is
 * another or has no such option; `FER_WEIGHTS_CORRUPT` if a number is not finite; `FER_WEIGHTS_FORMAT` if labels,
 * input, calibration, graph or options are out of bounds; `FER_GRAPH_INVALID` if it cannot be built with the options of
 * the weights, or cannot be computed, or has labels and does not end with a softmax over them
 */
export function defineModel(
  weights: Weights,
  architecture?: Architecture,
  { location = 'in memory', blocks = [] }: DefineModelOptions = {},
): ModelDefinition {
  const subject = `The set of weights (${location})`;
  const header = new ManifestField(weights, '', { subject, location });
  const { id, config } = readArchitecture(header.get('architecture'));
  const own = readGraph(header.get('graph'));
  const labels = readLabels(header.get('labels'), own);
  const input = readInput(header.get('input'));
  readCalibration(header.get('calibration'));
  if (architecture === undefined && own === undefined) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `${subject} needs its architecture, '${id}', which was not given, for it brings no graph along.`,
      { details: { architecture: id } },
    );
  }

  const built = architecture === undefined ? own! : build(architecture, id, config, labels.length, subject);
  const graph = expandBlocks(built, input, blocks);
  const resolved = resolveModel({ graph, input, labels });
  if (labels.length > 0) assertClassifier(resolved, labels.length);
  const specs = resolved.layers.flatMap((layer) => layer.weights);
  assertTensors(weights.tensors, specs, subject);
  return { graph, input, labels, tensors: weights.tensors };
}

function assertOption(
  option: string,
  value: Json,
  { id, defaults }: Pick<Architecture, 'id' | 'defaults'>,
  subject: string,
): void {
  const details = { option, architecture: id };
  if (!Object.hasOwn(defaults, option)) {
    const options = Object.keys(defaults).join(', ') || 'none';
    throw new FerError(
      'FER_WEIGHTS_MISMATCH',
      `${subject} was made with an option ${describeValue(option)} of '${id}', which this version does not have (it has ${options}). Update the package that gives the architecture.`,
      { details },
    );
  }
  const usual = defaults[option]!;
  // A default of `null` says nothing about the type.
  if (usual === null || kindOf(usual) === kindOf(value)) return;
  throw new FerError(
    'FER_WEIGHTS_MISMATCH',
    `${subject} was made with ${describeValue(value)} for the option '${option}' of '${id}', which is ${describeValue(usual)} by default: it must be of the same type.`,
    { details },
  );
}

function kindOf(value: Json): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

function build(
  architecture: Architecture,
  wanted: string,
  config: { readonly [key: string]: Json },
  classes: number,
  subject: string,
): ModelGraph {
  const { id, defaults } = architecture;
  if (wanted !== id) {
    throw new FerError(
      'FER_WEIGHTS_MISMATCH',
      `${subject} belongs to the architecture '${wanted}', not to '${id}'. Ask for the one or load other weights.`,
      { details: { expected: id, received: wanted } },
    );
  }
  for (const [option, value] of Object.entries(config)) assertOption(option, value, architecture, subject);
  try {
    return architecture.build({ ...defaults, ...config }, classes);
  } catch (cause) {
    if (FerError.isInstance(cause)) throw cause;
    throw new FerError(
      'FER_GRAPH_INVALID',
      `The architecture '${id}' cannot be built with the options of ${subject.toLowerCase()}: ${(cause as Error).message}`,
      { details: { architecture: id }, cause },
    );
  }
}
