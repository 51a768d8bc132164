import type { FaceDataset } from '@fer/dataset';
import type { Weights } from '@fer/model';
import type { TrainResult } from '@fer/train';
import { version } from '../version.ts';
import type { OutputFolder } from './output-folder.ts';
import { recordedOptions } from './recorded-options.ts';
import type { RecordedWeights } from './recorded-weights.ts';
import type { Teacher } from './teachers.ts';
import type { TrainingOptions } from './train-options.ts';

/** The best weights of a training, with the record of how they came to be. */
export function trainedWeights(
  {
    architecture,
    graph,
    labels,
    input,
    best,
    training,
  }: Pick<TrainResult, 'architecture' | 'graph' | 'labels' | 'input' | 'best' | 'training'>,
  { name, source, count }: FaceDataset,
  options: TrainingOptions,
  teachers?: readonly Teacher[],
  from?: RecordedWeights,
): Weights {
  const { checksum, recognisedAs } = source;
  const dataset = {
    name,
    count,
    ...(checksum && { checksum: { algorithm: checksum.algorithm, value: checksum.value } }),
    ...(recognisedAs !== undefined && { recognisedAs }),
  };
  return {
    architecture,
    // What a new head makes of a network, no architecture may build.
    ...(from && { graph }),
    labels,
    input,
    licence: options.licence,
    training: { ...training, dataset, options: recordedOptions(options, teachers, from) },
    createdBy: `@fer/cli ${version}`,
    tensors: best.tensors,
  };
}

/** Writes weights into the folder of their training, beside its checkpoints. */
export async function saveTrained(
  folder: Pick<OutputFolder, 'path'>,
  weights: Weights,
  { dtype }: Pick<TrainingOptions, 'dtype'>,
): Promise<void> {
  const { saveWeights } = await import('@fer/model');
  await saveWeights(folder.path, weights, { dtype, besideOtherFiles: true });
}
