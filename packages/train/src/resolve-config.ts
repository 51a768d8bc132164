import {
  type Architecture,
  createRegistry,
  EMOTIONS,
  FerError,
  findContribution,
  type LabelledImages,
  type LayerExpansion,
  type Runtime,
  sha256,
} from '@fer/core';
import { expandBlocks, resolveGraph } from '@fer/graph';
import { builtinPlugin } from '@fer/model';
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

/**
 * Options with every default filled in, checked.
 *
 * @param runtime the one that trains
 * @throws FerError `FER_INVALID_ARGUMENT` naming the option; `FER_UNKNOWN_ID` for an architecture that nobody gives;
 * `FER_GRAPH_INVALID` if it cannot be built, `FER_GRAPH_UNSUPPORTED` if it cannot be trained
 */
export async function resolveConfig(options: TrainOptions, runtime: Runtime): Promise<TrainConfig> {
  const labels = options.labels ?? EMOTIONS;
  const { architecture, blocks } = resolveArchitecture(options);
  const architectureConfig = { ...architecture.defaults, ...options.architectureOptions };
  const { batches, validation } = options;
  const built = architecture.build(architectureConfig, labels.length);
  const graph = freezeLayers(expandBlocks(built, architecture.input, blocks), options.freeze ?? []);

  const config: TrainConfig = {
    architecture: { id: architecture.id, config: architectureConfig },
    graph,
    input: architecture.input,
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
  assertTrainable(resolveGraph(graph, config.input), labels.length);
  return config;
}

function resolveArchitecture({ architecture, plugins = [], architectureOptions = {} }: TrainOptions): {
  architecture: Architecture;
  blocks: readonly LayerExpansion[];
} {
  const registry = createRegistry([builtinPlugin, ...plugins]);
  const resolved = findContribution(registry, 'architectures', architecture, 'architecture');
  const available = Object.keys(resolved.defaults);
  const unknown = Object.keys(architectureOptions).find((option) => !available.includes(option));
  if (unknown === undefined) return { architecture: resolved, blocks: registry.layers.list() };
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `The architecture '${resolved.id}' has no option '${unknown}'; it has ${available.join(', ') || 'none'}.`,
    { details: { option: unknown, available } },
  );
}

function resolveOptimizer(optimizer: TrainOptions['optimizer']): OptimizerConfig {
  return optimizer?.type === 'sgd' ? { ...SGD_DEFAULTS, ...optimizer } : { ...ADAM_DEFAULTS, ...optimizer };
}

async function imagesDigest({ images, labels }: LabelledImages): Promise<string> {
  return sha256(new TextEncoder().encode((await sha256(images)) + (await sha256(labels))));
}
