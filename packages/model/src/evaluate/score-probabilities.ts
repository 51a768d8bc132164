import { assertOptions, EMOTIONS } from '@fer/core';
import { bootstrap, type Interval } from './bootstrap.ts';
import { type Calibration, calibration } from './calibration.ts';
import {
  accuracy,
  balancedAccuracy,
  type ClassMetrics,
  classMetrics,
  confusionMatrix,
} from './confusion-matrix.ts';
import { crossEntropies, crossEntropy, predictedClasses } from './metrics.ts';
import { assertRows, LABEL_NAMES, type LabelNames, outputIndices } from './output-indices.ts';
import { type SelectivePoint, selectiveAccuracy } from './selective-accuracy.ts';
import { applyTemperature, assertTemperature } from './temperature.ts';

export interface ScoreOptions extends LabelNames {
  /**
   * What the probabilities are tempered by before loss, calibration and coverage are taken; what is called right stays.
   * Default 1: as they are.
   */
  readonly temperature?: number;
}

/** Names of the options, for `assertOptions`. */
export const SCORE_OPTIONS = {
  ...LABEL_NAMES,
  temperature: true,
} as const satisfies Record<keyof ScoreOptions, true>;

/** How well a network does on some data. Plain data without NaN: survives JSON. */
export interface Evaluation {
  readonly count: number;
  /** Mean cross-entropy, natural logarithm. */
  readonly loss: number;
  /** The part that was called right, 0..1. */
  readonly top1: number;
  /** Mean recall of the classes that the data has, 0..1. */
  readonly balancedAccuracy: number;
  /** 95 % intervals by bootstrap over the images (2,000 resamples, the same ones every time). */
  readonly intervals: {
    readonly loss: Interval;
    readonly top1: Interval;
    readonly balancedAccuracy: Interval;
  };
  /** In the order of the network's labels, those that the data lacks too (support 0). */
  readonly perClass: readonly ClassMetrics[];
  /** Rows are the actual classes, columns the predicted ones, both in the order of the network's labels. */
  readonly confusionMatrix: readonly (readonly number[])[];
  readonly calibration: Calibration;
  /** Accuracy when only 100 %, 90 % … 50 % are answered, the most confident ones. */
  readonly selective: readonly SelectivePoint[];
  /** What the probabilities were tempered by: 1 is not at all. */
  readonly temperature: number;
  /** Loss and calibration as they are without the temperature; absent where it is 1. */
  readonly untempered?: { readonly loss: number; readonly calibration: Calibration };
}

/**
 * Scores what a network answered: the second half of `evaluate`.
 *
 * @param probabilities `[count, classes]` of `predictImages`
 * @param labels `[count]`, indices of `dataLabels`
 * @throws FerError `FER_DATA_EMPTY`; `FER_INVALID_ARGUMENT` if an image has no label or one that the network does not
 * know, or the probabilities or the temperature are not sound
 */
export function scoreProbabilities(
  probabilities: Float32Array,
  labels: Uint8Array,
  options: ScoreOptions = {},
): Evaluation {
  assertOptions(options, SCORE_OPTIONS, 'scoreProbabilities');
  const { labels: names = EMOTIONS, temperature = 1 } = options;
  const classes = names.length;
  assertTemperature(temperature, 'scoreProbabilities');
  const actual = outputIndices(labels, options);
  assertRows(probabilities, actual.length, classes, 'scoreProbabilities');

  const predicted = predictedClasses(probabilities, classes);
  const correct = actual.map((label, i) => Number(predicted[i] === label));
  const tempered = applyTemperature(probabilities, classes, temperature);
  const confidences = Float32Array.from(predicted, (answer, i) => tempered[i * classes + answer]!);
  const matrix = confusionMatrix(actual, predicted, classes);
  const perClass = classMetrics(matrix, names);
  const untempered = {
    loss: crossEntropy(probabilities, actual, classes),
    calibration: calibration(probabilities, actual, predicted, classes),
  };
  return {
    count: actual.length,
    loss: crossEntropy(tempered, actual, classes),
    top1: accuracy(matrix),
    balancedAccuracy: balancedAccuracy(perClass),
    intervals: intervalsOf(actual, correct, crossEntropies(tempered, actual, classes), classes),
    perClass,
    confusionMatrix: matrix,
    calibration: calibration(tempered, actual, predicted, classes),
    selective: selectiveAccuracy(confidences, correct),
    temperature,
    ...(temperature === 1 ? {} : { untempered }),
  };
}

function intervalsOf(
  actual: Uint8Array,
  correct: Uint8Array,
  losses: Float64Array,
  classes: number,
): Evaluation['intervals'] {
  const support = new Uint32Array(classes);
  const hits = new Uint32Array(classes);
  return bootstrap(actual.length, (drawn) => {
    support.fill(0);
    hits.fill(0);
    let loss = 0;
    for (const image of drawn) {
      support[actual[image]!]!++;
      hits[actual[image]!]! += correct[image]!;
      loss += losses[image]!;
    }
    let right = 0;
    let recalls = 0;
    let present = 0;
    for (let label = 0; label < classes; label++) {
      if (support[label] === 0) continue;
      right += hits[label]!;
      recalls += hits[label]! / support[label]!;
      present++;
    }
    return {
      loss: loss / drawn.length,
      top1: right / drawn.length,
      balancedAccuracy: recalls / present,
    };
  });
}
