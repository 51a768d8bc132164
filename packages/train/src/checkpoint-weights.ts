import { FerError, type InputSpec, type Json, type ModelGraph, type NamedTensor } from '@fer/core';
import { weightSpecs } from '@fer/graph';
import type { CheckpointStore } from './checkpoint-store.ts';
import { openCheckpoint } from './open-checkpoint.ts';
import type { EpochRecord } from './progress.ts';
import type { TrainedWeights } from './result.ts';

/** What can be taken out of a training that is not finished. */
export interface CheckpointWeights {
  readonly architecture: { readonly id: string; readonly config: { readonly [key: string]: Json } };
  readonly graph: ModelGraph;
  readonly input: InputSpec;
  readonly labels: readonly string[];
  /** Of its finished epochs the best so far; absent without validation, or before the first has ended. */
  readonly best?: TrainedWeights;
  /** As they stood when the checkpoint was written; averaged if the training averages. */
  readonly latest: ReadonlyMap<string, NamedTensor>;
  /** How far these had come: the epoch, and in it the step, that would have been the next; both from 0. */
  readonly next: { readonly epoch: number; readonly step: number };
  readonly history: readonly EpochRecord[];
}

/**
 * Reads the weights of the newest whole checkpoint, also while the training runs.
 *
 * @throws FerError `FER_CHECKPOINT_NOT_FOUND`, `FER_CHECKPOINT_CORRUPT`, `FER_CHECKPOINT_MISMATCH` (another format)
 */
export async function readCheckpointWeights(store: CheckpointStore): Promise<CheckpointWeights> {
  const opened = await openCheckpoint(store);
  if (opened === undefined) {
    throw new FerError('FER_CHECKPOINT_NOT_FOUND', `There is no checkpoint in ${store.location}.`, {
      details: { location: store.location },
    });
  }
  const { config, state, tensors } = opened.checkpoint;
  const specs = weightSpecs(config.graph, config.input);
  const group = (name: string) =>
    new Map(
      specs.map((spec) => [spec.name, { shape: spec.shape, data: tensors.get(`${name}/${spec.name}`)! }]),
    );
  const { architecture, graph, input, labels } = config;
  return {
    architecture,
    graph,
    input,
    labels,
    ...(state.best && {
      best: { epoch: state.best.epoch, validation: state.best.score, tensors: group('best') },
    }),
    latest: group(config.ema === null ? 'weights' : 'average'),
    next: { epoch: state.epoch, step: state.step },
    history: state.history,
  };
}
