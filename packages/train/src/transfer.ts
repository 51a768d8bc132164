import { FerError, findContribution, type ModelGraph, type Registry } from '@fer/core';
import { resolveGraph } from '@fer/graph';
import { defineModel, type Weights } from '@fer/model';
import { TRAINING_DEFAULTS, type TrainConfig } from './config.ts';
import { headLayers, withClasses } from './new-head.ts';
import type { TrainOptions } from './options.ts';
import { tensorsDigest } from './tensors-digest.ts';

/** Of a training's configuration: what it goes on from. */
export interface TransferConfig {
  /** The `tensorsDigest` of the weights it starts from. */
  readonly sha256: string;
  /** Layers that are made anew; none without `newHead`. */
  readonly newLayers: readonly string[];
  /** By what the learning rate of all other layers is multiplied. */
  readonly oldRateFactor: number;
}

/** What a training takes over from weights, its graph before layers are frozen. */
export type Transfer = Pick<TrainConfig, 'architecture' | 'graph' | 'input' | 'labels'> & {
  readonly transfer: TransferConfig;
};

/** Options that say what the weights say. */
const SAID_BY_WEIGHTS = ['architecture', 'architectureOptions', 'labels', 'initialWeights'] as const;

/**
 * The network of weights, with a new head if one is asked for.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` for an option that the weights decide; `FER_UNKNOWN_ID`; as `defineModel`;
 * `FER_GRAPH_UNSUPPORTED` for a network that can be given no new head
 */
export async function resolveTransfer(
  from: Weights,
  options: TrainOptions,
  registry: Pick<Registry, 'architectures' | 'layers'>,
): Promise<Transfer> {
  const said = SAID_BY_WEIGHTS.find((option) => options[option] !== undefined);
  if (said !== undefined) throw alreadySaid(said);
  const old = graphOf(from, registry);
  const { newHead, oldRateFactor = TRAINING_DEFAULTS.oldRateFactor } = options;
  const { architecture, input, labels } = from;
  const sha256 = await tensorsDigest(from.tensors);
  if (newHead === undefined) {
    const transfer = { sha256, newLayers: [], oldRateFactor: 1 };
    return { architecture, graph: old, input, labels, transfer };
  }

  const head = headLayers(resolveGraph(old, input), labels.length);
  const graph = withClasses(old, head[0]!.name, newHead.length);
  const newLayers = head.map(({ name }) => name);
  return { architecture, graph, input, labels: newHead, transfer: { sha256, newLayers, oldRateFactor } };
}

/** Layers that were frozen when these weights were trained are none of this training. */
function graphOf(from: Weights, registry: Pick<Registry, 'architectures' | 'layers'>): ModelGraph {
  const architecture =
    from.graph === undefined
      ? findContribution(registry, 'architectures', from.architecture.id, 'architecture')
      : undefined;
  const blocks = registry.layers.list();
  const { graph } = defineModel(from, architecture, { location: '`from` of train', blocks });
  return {
    ...graph,
    layers: graph.layers.map((layer) => {
      const { trainable: _trainable, ...config } = layer.config;
      return { ...layer, config };
    }),
  };
}

function alreadySaid(option: string): FerError {
  return new FerError(
    'FER_INVALID_ARGUMENT',
    `train: \`${option}\` is decided by the weights of \`from\`. Leave it out; for other labels give \`newHead\`.`,
    { details: { option } },
  );
}
