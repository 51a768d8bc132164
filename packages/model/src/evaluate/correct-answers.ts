import { assertOptions, EMOTIONS } from '@fer/core';
import { predictedClasses } from './metrics.ts';
import { assertRows, LABEL_NAMES, type LabelNames, outputIndices } from './output-indices.ts';

/**
 * Whether each image was called right, for `compareClassifiers`.
 *
 * @param probabilities `[count, classes]` of `predictImages`
 * @param labels `[count]`, indices of `dataLabels`
 * @returns `[count]`, 1 or 0
 * @throws FerError as `scoreProbabilities`
 */
export function correctAnswers(
  probabilities: Float32Array,
  labels: Uint8Array,
  options: LabelNames = {},
): Uint8Array {
  assertOptions(options, LABEL_NAMES, 'correctAnswers');
  const classes = (options.labels ?? EMOTIONS).length;
  const actual = outputIndices(labels, options);
  assertRows(probabilities, actual.length, classes, 'correctAnswers');
  const predicted = predictedClasses(probabilities, classes);
  return actual.map((label, i) => Number(predicted[i] === label));
}
