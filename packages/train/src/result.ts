import type { InputSpec, Json, ModelGraph, NamedTensor } from '@fer/core';
import type { Tfjs } from '@fer/runtime-tfjs';
import { version } from '../package.json';
import type { TrainConfig } from './config.ts';
import type { EpochRecord, ValidationScore } from './progress.ts';
import type { TrainingState } from './state.ts';
import { resultingWeights, type Trainee } from './trainee.ts';

/** Weights that came of a training. */
export interface TrainedWeights {
  /** The epoch after which they stood, from 0. */
  readonly epoch: number;
  readonly validation?: ValidationScore;
  /** Every weight of the architecture, by name. */
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

/** With `licence` and the tensors of `best` it makes the weights that `saveWeights` takes. */
export interface TrainResult {
  readonly architecture: { readonly id: string; readonly config: { readonly [key: string]: Json } };
  readonly graph: ModelGraph;
  readonly input: InputSpec;
  readonly labels: readonly string[];
  /** By the validation metric; without validation the same as `final`. */
  readonly best: TrainedWeights;
  readonly final: TrainedWeights;
  readonly history: readonly EpochRecord[];
  readonly stoppedEarly: boolean;
  /** How `best` came to be, for the manifest of its weights. */
  readonly training: { readonly [key: string]: Json };
}

export function trainResult(
  tfjs: Tfjs,
  config: TrainConfig,
  state: TrainingState,
  trainee: Trainee,
): TrainResult {
  const last = state.history.at(-1)!;
  const final: TrainedWeights = {
    epoch: last.epoch,
    validation: last.validation,
    tensors: resultingWeights(trainee),
  };
  const best: TrainedWeights =
    state.best && trainee.best
      ? { epoch: state.best.epoch, validation: state.best.score, tensors: trainee.best }
      : final;
  const { architecture, graph, input, labels } = config;
  return {
    architecture,
    graph,
    input,
    labels,
    best,
    final,
    history: state.history,
    stoppedEarly: state.stoppedEarly,
    training: trainingRecord(tfjs, config, state, best),
  };
}

function trainingRecord(
  { core, layers }: Tfjs,
  config: TrainConfig,
  state: TrainingState,
  best: TrainedWeights,
): TrainResult['training'] {
  // What the manifest has of its own is not said twice.
  const { architecture: _architecture, graph: _graph, input: _input, labels: _labels, ...settings } = config;
  const record = {
    ...settings,
    best: { epoch: best.epoch, validation: best.validation ?? null },
    history: state.history,
    stoppedEarly: state.stoppedEarly,
    seconds: Math.round(state.seconds),
    versions: {
      '@fer/train': version,
      '@tensorflow/tfjs-core': core.version_core,
      '@tensorflow/tfjs-layers': layers.version_layers,
    },
  };
  return JSON.parse(JSON.stringify(record));
}
