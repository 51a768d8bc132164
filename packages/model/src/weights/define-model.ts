import {
  type Architecture,
  describeValue,
  FerError,
  type Json,
  type ModelDefinition,
  type ModelGraph,
} from '@fer/core';
import { weightSpecs } from '../graph/weight-specs.ts';
import { assertTensors } from './assert-tensors.ts';
import { ManifestField } from './manifest-fields.ts';
import { readArchitecture, readCalibration, readInput, readLabels } from './read-header.ts';
import type { Weights } from './weights.ts';

/**
 * Builds the graph that weights belong to and checks that they fill it. What decides about sizes is checked before, and
 * nothing of a tensor's size is allocated.
 *
 * @param architecture the one that the weights name
 * @param location what to call the weights in messages
 * @throws FerError `FER_WEIGHTS_MISMATCH` if a tensor is missing, too many or misshapen, or the architecture is
 * another or has no such option; `FER_WEIGHTS_CORRUPT` if a number is not finite; `FER_WEIGHTS_FORMAT` if labels,
 * input, calibration or options are out of bounds; `FER_GRAPH_INVALID` if it cannot be built with the options of the weights
 */
export function defineModel(
  weights: Weights,
  architecture: Architecture,
  location = 'in memory',
): ModelDefinition {
  const subject = `The set of weights (${location})`;
  const header = new ManifestField(weights, '', { subject, location });
  const { id, config } = readArchitecture(header.get('architecture'));
  const labels = readLabels(header.get('labels'));
  const input = readInput(header.get('input'));
  readCalibration(header.get('calibration'));
  if (id !== architecture.id) {
    throw new FerError(
      'FER_WEIGHTS_MISMATCH',
      `${subject} belongs to the architecture '${id}', not to '${architecture.id}'. Ask for the one or load other weights.`,
      { details: { expected: architecture.id, received: id } },
    );
  }
  for (const [option, value] of Object.entries(config)) {
    assertOption(option, value, architecture, subject);
  }

  const graph = build(architecture, config, labels.length, subject);
  assertTensors(weights.tensors, weightSpecs(graph, input), subject);
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
  config: { readonly [key: string]: Json },
  classes: number,
  subject: string,
): ModelGraph {
  const { id, defaults } = architecture;
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
