import { assertOptions, EMOTIONS, type LabelledImages, type Network } from '@fer/core';
import { outputIndices } from './output-indices.ts';
import {
  PREDICT_IMAGES_DEFAULTS,
  PREDICT_IMAGES_OPTIONS,
  type PredictImagesOptions,
  predictImages,
} from './predict-images.ts';
import {
  type Evaluation,
  SCORE_OPTIONS,
  type ScoreOptions,
  scoreProbabilities,
} from './score-probabilities.ts';

export interface EvaluateOptions extends PredictImagesOptions, ScoreOptions {}

const OPTIONS = {
  ...PREDICT_IMAGES_OPTIONS,
  ...SCORE_OPTIONS,
} as const satisfies Record<keyof EvaluateOptions, true>;

export const EVALUATE_DEFAULTS = {
  ...PREDICT_IMAGES_DEFAULTS,
  labels: EMOTIONS,
  dataLabels: EMOTIONS,
  temperature: 1,
} as const;

/**
 * Scores a network on all of some labelled images, in order: `predictImages`, then `scoreProbabilities`. With `tta` the
 * probabilities are averaged first and tempered then; a temperature of weights was fitted to one crop.
 *
 * @throws FerError as the two
 */
export async function evaluate(
  network: Pick<Network, 'predict'>,
  data: LabelledImages,
  options: EvaluateOptions,
): Promise<Evaluation> {
  assertOptions(options, OPTIONS, 'evaluate');
  const { labels, dataLabels, temperature, ...prediction } = options;
  const actual = data.labels.subarray(0, data.count);
  // Told before the network works for nothing.
  outputIndices(actual, options);
  const probabilities = await predictImages(network, data, prediction);
  return scoreProbabilities(probabilities, actual, { labels, dataLabels, temperature });
}
