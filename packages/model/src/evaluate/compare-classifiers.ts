import { FerError } from '@fer/core';
import { bootstrap, type Interval } from './bootstrap.ts';
import { type McNemarTest, mcnemar } from './mcnemar.ts';

/** Two classifiers on the same images. Plain data: survives JSON. */
export interface ClassifierComparison extends McNemarTest {
  readonly count: number;
  /** The part that the first called right, 0..1. */
  readonly accuracyA: number;
  /** The part that the second called right, 0..1. */
  readonly accuracyB: number;
  /** `accuracyA - accuracyB`, -1..1. */
  readonly difference: number;
  /** Its 95 % interval, by bootstrap over the images: narrower than those of the accuracies, which images move alike. */
  readonly interval: Interval;
}

/**
 * Compares two classifiers on the same images.
 *
 * @param correctA,correctB `[count]`, whether each image was called right, in the same order: `correctAnswers`
 * @throws FerError `FER_INVALID_ARGUMENT` if the lengths differ; `FER_DATA_EMPTY`
 */
export function compareClassifiers(
  correctA: ArrayLike<number | boolean>,
  correctB: ArrayLike<number | boolean>,
): ClassifierComparison {
  const test = mcnemar(correctA, correctB);
  const count = correctA.length;
  if (count === 0) throw new FerError('FER_DATA_EMPTY', 'There are no images to compare on.');
  const differences = Int8Array.from(correctA, (right, i) => Number(right) - Number(correctB[i]));
  const { difference: interval } = bootstrap(count, (drawn) => {
    let sum = 0;
    for (const image of drawn) sum += differences[image]!;
    return { difference: sum / count };
  });
  const accuracy = (correct: ArrayLike<number | boolean>) =>
    Array.from(correct).filter(Boolean).length / count;
  return {
    count,
    accuracyA: accuracy(correctA),
    accuracyB: accuracy(correctB),
    difference: (test.onlyA - test.onlyB) / count,
    interval,
    ...test,
  };
}
