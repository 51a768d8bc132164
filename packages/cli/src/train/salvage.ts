import type { FaceDataset } from '@fer/dataset';
import type { OutputFolder } from './output-folder.ts';
import { saveTrained, trainedWeights } from './save-trained.ts';
import type { TrainingOptions } from './train-options.ts';

/**
 * Saves the best weights of a training that ended before its time, from its last checkpoint, so that they can be used.
 *
 * @returns the epoch they are of, from 0, or `undefined` if no epoch was finished
 */
export async function salvageBest(
  folder: OutputFolder,
  dataset: FaceDataset,
  options: TrainingOptions,
): Promise<number | undefined> {
  const { createNodeCheckpointStore, readCheckpointWeights } = await import('@fer/train');
  const store = createNodeCheckpointStore(folder.checkpoints);
  if ((await store.read('latest')) === undefined) return undefined;
  const { best, history, ...header } = await readCheckpointWeights(store);
  if (best === undefined) return undefined;
  const { epoch, validation } = best;
  // Through JSON, because that is what a record is.
  const training = JSON.parse(JSON.stringify({ finished: false, best: { epoch, validation }, history }));
  await saveTrained(folder, trainedWeights({ ...header, best, training }, dataset, options), options);
  return epoch;
}
