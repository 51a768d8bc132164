import type { FaceDataset } from '@fer/dataset';
import type { CheckpointWeights } from '@fer/train';
import type { OutputFolder } from './output-folder.ts';
import type { RecordedWeights } from './recorded-weights.ts';
import { saveTrained, trainedWeights } from './save-trained.ts';
import type { Teacher } from './teachers.ts';
import type { TrainingOptions } from './train-options.ts';

/** Weights that were saved of a training that ended before its time. */
export interface Salvaged extends Pick<CheckpointWeights, 'history'> {
  /** Which they are, from 0. */
  readonly epoch: number;
  /** Whether they are the best of the epochs that were scored; else they are the last ones. */
  readonly isBest: boolean;
}

/**
 * Saves the weights of a training that ended before its time, from its last checkpoint, so that they can be used: the
 * best, or the last ones where none was scored yet (without PublicTest none ever is).
 *
 * @returns `undefined` if it had not done a step
 */
export async function salvageWeights(
  folder: OutputFolder,
  dataset: FaceDataset,
  options: TrainingOptions,
  teachers: readonly Teacher[],
  from?: RecordedWeights,
): Promise<Salvaged | undefined> {
  const { createNodeCheckpointStore, readCheckpointWeights } = await import('@fer/train');
  const store = createNodeCheckpointStore(folder.checkpoints);
  if ((await store.read('latest')) === undefined) return undefined;
  const { best, latest, next, history, ...header } = await readCheckpointWeights(store);
  if (next.epoch === 0 && next.step === 0) return undefined;

  const saved = best ?? { epoch: next.step === 0 ? next.epoch - 1 : next.epoch, tensors: latest };
  const { epoch, validation = null } = saved;
  // Through JSON, because that is what a record is.
  const training = JSON.parse(JSON.stringify({ finished: false, best: { epoch, validation }, history }));
  const weights = trainedWeights({ ...header, best: saved, training }, dataset, options, teachers, from);
  await saveTrained(folder, weights, options);
  return { epoch, isBest: best !== undefined, history };
}
