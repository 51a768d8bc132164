import {
  type Architecture,
  assertChoice,
  assertOptions,
  createRegistry,
  FerError,
  findContribution,
  type Plugin,
} from '@fer/core';
import { builtinPlugin, defineModel, guardRegistry, type Weights } from '@fer/model';
import { weightsFormats } from './read-foreign.ts';

export interface ExportWeightsOptions {
  /** Further formats and architectures; they are asked before the built-in ones. */
  readonly plugins?: readonly Plugin[];
  /** What builds the graph of weights that bring none along. Default: what they name. */
  readonly architecture?: string | Architecture;
}

/**
 * Writes weights as another tool reads them. Files that take other names of labels, input and licence hold none: note
 * them down.
 *
 * @param format an id: `keras`, `keras-h5`, `tfjs-layers`, `onnx`, `safetensors`, or one of a plugin's
 * @returns bytes by file name
 * @throws FerError `FER_INVALID_ARGUMENT` if no format of that id can write; `FER_GRAPH_UNSUPPORTED` naming a layer that
 * the format does not have; as `defineModel`
 */
export async function exportWeights(
  weights: Weights,
  format: string,
  options: ExportWeightsOptions = {},
): Promise<ReadonlyMap<string, Uint8Array>> {
  assertOptions(options, { plugins: true, architecture: true }, 'exportWeights');
  const { plugins = [], architecture: choice } = options;
  const writers = (await weightsFormats(plugins)).filter(({ write }) => write !== undefined);
  assertChoice(
    format,
    writers.map(({ id }) => id),
    'format',
    'exportWeights',
  );
  const registry = await guardRegistry(createRegistry([...plugins, builtinPlugin]));
  const needed = choice ?? (weights.graph === undefined ? weights.architecture.id : undefined);
  const architecture =
    needed === undefined ? undefined : findContribution(registry, 'architectures', needed, 'architecture');
  const model = defineModel(weights, architecture, { blocks: registry.layers.list() });
  if (model.labels.length === 0) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      'exportWeights: the weights must be those of a classifier, with labels.',
    );
  }
  return writers.find(({ id }) => id === format)!.write!(model);
}
