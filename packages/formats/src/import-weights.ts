import { assertOptions, FerError, type ForeignModel, type InputSpec } from '@fer/core';
import { defineModel, type Weights } from '@fer/model';
import { endWithSoftmax, type LogitsChoice } from './end-with-softmax.ts';
import type { ForeignSource } from './foreign-files.ts';
import { type ForeignInput, type InputPreset, type InputPresetId, resolveInput } from './input-presets.ts';
import { normaliseInput } from './normalise-input.ts';
import { type ReadForeignOptions, readForeign } from './read-foreign.ts';

export interface ImportWeightsOptions extends Omit<ReadForeignOptions, 'inputShape'> {
  /** What the network expects of a picture: a preset, or all of it. It must be given, since no file says it. */
  readonly input: InputPresetId | ForeignInput;
  /** In the order of the outputs. Default: what the file says, else those of the preset. */
  readonly labels?: readonly string[];
  /**
   * Whether the network gives logits, and a softmax is to be put after it. Default `auto`: where its last layer is not a
   * softmax.
   */
  readonly logits?: LogitsChoice;
  /** SPDX expression. Default `NOASSERTION`: a file never says what its makers allow. */
  readonly licence?: string;
  /** What to call the architecture. Default: the id of the format. */
  readonly name?: string;
}

const OPTIONS = {
  input: true,
  labels: true,
  logits: true,
  licence: true,
  name: true,
  format: true,
  graph: true,
  tensorNames: true,
  plugins: true,
  weightsLimits: true,
  signal: true,
} as const satisfies Record<keyof ImportWeightsOptions, true>;

/**
 * Reads a network of another tool as weights of ours, which every runtime runs, `saveWeights` stores and `train` goes on
 * with. Every tensor is in its place, or an error names it. What was left out or put in is told in `training.notes`.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` if `input` is missing, or there are no labels, naming the presets;
 * `FER_WEIGHTS_MISMATCH` if the network takes another picture or gives another number of classes; and as the format's
 * `read`; the reason of `signal`
 */
export async function importWeights(source: ForeignSource, options: ImportWeightsOptions): Promise<Weights> {
  assertOptions(options, OPTIONS, 'importWeights');
  const { input: choice, labels, logits = 'auto', licence, name, ...reading } = options ?? {};
  const preset = resolveInput(choice, 'importWeights');
  const { mean, deviation, ...input } = preset.input;
  const inputShape = [input.height, input.width, input.channels] as const;
  const { format, model } = await readForeign(source, { ...reading, inputShape }, 'importWeights');
  assertInput(model, input, choice);

  const normalised = normaliseInput(model, mean, deviation);
  const ended = endWithSoftmax(normalised, input, logits);
  const weights: Weights = {
    architecture: { id: name ?? format.id, config: {} },
    graph: ended.graph,
    labels: chooseLabels(labels, model, preset, ended.classes),
    input,
    licence: licence ?? 'NOASSERTION',
    training: {
      importedFrom: format.id,
      ...(model.producer === undefined ? {} : { producer: model.producer }),
      notes: ended.notes,
    },
    createdBy: '@fer/formats',
    tensors: ended.tensors,
  };
  defineModel(weights);
  return weights;
}

function assertInput({ inputShape }: ForeignModel, input: InputSpec, choice: unknown): void {
  const expected = [input.height, input.width, input.channels];
  if (inputShape.join() === expected.join()) return;
  const told = typeof choice === 'string' ? `the preset '${choice}'` : '`input`';
  throw new FerError(
    'FER_WEIGHTS_MISMATCH',
    `The network takes pictures of [${inputShape}] (height, width, channels), but ${told} says [${expected}]. Give the preset that it was trained with, or \`input\` with all that it expects.`,
    { details: { inputShape, expected } },
  );
}

function chooseLabels(
  given: readonly string[] | undefined,
  { labels: told }: ForeignModel,
  { labels: usual }: InputPreset,
  classes: number,
): readonly string[] {
  const labels =
    given ?? (told?.length === classes ? told : undefined) ?? (usual?.length === classes ? usual : undefined);
  if (labels === undefined) {
    const known = usual === undefined ? '' : `, and the preset has ${usual.length}`;
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `importWeights: \`labels\` is missing. The network gives ${classes} classes, and nothing says which they are${known}: give their names in the order of the outputs.`,
      { details: { option: 'labels', classes } },
    );
  }
  if (labels.length === classes) return [...labels];
  throw new FerError(
    'FER_WEIGHTS_MISMATCH',
    `There are ${labels.length} labels (${labels.join(', ').slice(0, 200)}), but the network gives ${classes} classes.`,
    { details: { labels, classes } },
  );
}
