import {
  createRegistry,
  EMOTIONS,
  FerError,
  findContribution,
  type LabelledImages,
  type Registry,
  type Runtime,
  sha256,
} from '@fer/core';
import { expandBlocks, resolveGraph } from '@fer/graph';
import { builtinPlugin, guardRegistry } from '@fer/model';
import type { OptimizerConfig } from '@fer/runtime-tfjs';
import { assertOptions } from './assert-options.ts';
import { assertTrainable } from './assert-trainable.ts';
import { balancedClassWeights } from './class-weights.ts';
import {
  CUTMIX_DEFAULTS,
  EMA_DEFAULTS,
  MIXUP_DEFAULTS,
  TRAINING_DEFAULTS,
  type TrainConfig,
} from './config.ts';
import { freezeLayers } from './freeze.ts';
import { ADAM_DEFAULTS, SGD_DEFAULTS } from './optimizer/create-optimizer.ts';
import type { TrainOptions } from './options.ts';
import { resolveDistillation } from './teachers.ts';
import { tensorsDigest } from './tensors-digest.ts';
import { resolveTransfer } from './transfer.ts';

/**
 * Options with every default filled in, checked.
 *
 * @param runtime the one that trains
 * @throws FerError `FER_INVALID_ARGUMENT` naming the option; `FER_UNKNOWN_ID` for an architecture that nobody gives;
 * `FER_GRAPH_INVALID` if it cannot be built, `FER_GRAPH_UNSUPPORTED` if it cannot be trained
 */
export async function resolveConfig(options: TrainOptions, runtime: Runtime): Promise<TrainConfig> {
  const { batches, validation } = options;
  const registry = await guardRegistry(createRegistry([builtinPlugin, ...(options.plugins ?? [])]));
  const { from, freeze = [] } = options;
  const { labels, ...network } =
    from === undefined ? buildNetwork(options, registry) : await resolveTransfer(from, options, registry);

  const config: TrainConfig = {
    ...network,
    graph: freezeLayers(network.graph, network.input, freeze),
    labels,
    runtime: runtime.id,
    rounding: (await runtime.training?.rounding?.()) ?? null,
    seed: options.seed ?? TRAINING_DEFAULTS.seed,
    epochs: options.epochs,
    stepsPerEpoch: batches.stepsPerEpoch,
    data: batches.record,
    validation: validation === undefined ? null : await imagesDigest(validation),
    validationBatchSize: options.validationBatchSize ?? TRAINING_DEFAULTS.validationBatchSize,
    initialWeights: options.initialWeights === undefined ? null : await tensorsDigest(options.initialWeights),
    optimizer: resolveOptimizer(options.optimizer),
    learningRate: options.learningRate ?? TRAINING_DEFAULTS.learningRate,
    schedule: options.schedule ?? TRAINING_DEFAULTS.schedule,
    classWeights:
      options.classWeights === 'balanced'
        ? balancedClassWeights(batches.classCounts.slice(0, labels.length))
        : (options.classWeights ?? TRAINING_DEFAULTS.classWeights),
    labelSmoothing: options.labelSmoothing ?? TRAINING_DEFAULTS.labelSmoothing,
    clipNorm: options.clipNorm ?? TRAINING_DEFAULTS.clipNorm,
    microBatchSize: options.microBatchSize ?? TRAINING_DEFAULTS.microBatchSize,
    ema: options.ema === undefined ? null : { ...EMA_DEFAULTS, ...options.ema },
    mixup: options.mixup === undefined ? null : { ...MIXUP_DEFAULTS, ...options.mixup },
    cutmix: options.cutmix === undefined ? null : { ...CUTMIX_DEFAULTS, ...options.cutmix },
    distillation: options.distillation === undefined ? null : await resolveDistillation(options.distillation),
    metric: options.metric ?? TRAINING_DEFAULTS.metric,
    earlyStopping: options.earlyStopping ?? TRAINING_DEFAULTS.earlyStopping,
    divergence: options.divergence ?? TRAINING_DEFAULTS.divergence,
  };
  assertOptions(config, options);
  assertTrainable(resolveGraph(config.graph, config.input), labels.length);
  return config;
}

/** A network with weights of its own. */
function buildNetwork(
  { architecture, architectureOptions = {}, labels = EMOTIONS }: TrainOptions,
  registry: Pick<Registry, 'architectures' | 'layers'>,
): Pick<TrainConfig, 'architecture' | 'graph' | 'input' | 'labels'> {
  if (architecture === undefined) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      'train: there is neither an `architecture` to build nor weights to go on `from`. Give one of them.',
      { details: { option: 'architecture' } },
    );
  }
  const { id, defaults, input, build } = findContribution(
    registry,
    'architectures',
    architecture,
    'architecture',
  );
  const available = Object.keys(defaults);
  const unknown = Object.keys(architectureOptions).find((option) => !available.includes(option));
  if (unknown !== undefined) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `The architecture '${id}' has no option '${unknown}'; it has ${available.join(', ') || 'none'}.`,
      { details: { option: unknown, available } },
    );
  }
  const config = { ...defaults, ...architectureOptions };
  const graph = expandBlocks(build(config, labels.length), input, registry.layers.list());
  return { architecture: { id, config }, graph, input, labels };
}

function resolveOptimizer(optimizer: TrainOptions['optimizer']): OptimizerConfig {
  return optimizer?.type === 'sgd' ? { ...SGD_DEFAULTS, ...optimizer } : { ...ADAM_DEFAULTS, ...optimizer };
}

async function imagesDigest({ images, labels }: LabelledImages): Promise<string> {
  return sha256(new TextEncoder().encode((await sha256(images)) + (await sha256(labels))));
}
