import { FerError } from '@fer/core';

/** Whether two classifiers are right equally often. */
export interface McNemarTest {
  /** Images that only the first called right. */
  readonly onlyA: number;
  /** Images that only the second called right. */
  readonly onlyB: number;
  /** How likely a split as uneven as this, or more, is if both are right equally often, 0..1: two-sided, exact. */
  readonly pValue: number;
}

/**
 * McNemar's test (1947, "Note on the sampling error of the difference between correlated proportions"), exact: of the
 * images that only one of the two called right, each would fall to either with probability ½.
 *
 * @param correctA,correctB `[count]`, whether each image was called right, of the same images in the same order:
 * `correctAnswers`
 * @throws FerError `FER_INVALID_ARGUMENT` if the lengths differ
 */
export function mcnemar(
  correctA: ArrayLike<number | boolean>,
  correctB: ArrayLike<number | boolean>,
): McNemarTest {
  assertPaired(correctA, correctB);
  let onlyA = 0;
  let onlyB = 0;
  for (let i = 0; i < correctA.length; i++) {
    if (correctA[i] && !correctB[i]) onlyA++;
    if (correctB[i] && !correctA[i]) onlyB++;
  }
  return { onlyA, onlyB, pValue: twoSidedBinomial(Math.min(onlyA, onlyB), onlyA + onlyB) };
}

/** Twice the probability of at most `successes` in `trials` of probability ½, at most 1. */
function twoSidedBinomial(successes: number, trials: number): number {
  // In logarithms: 2^-trials is no float64 beyond 1074.
  let logarithm = -trials * Math.LN2;
  let total = 0;
  for (let k = 0; k <= successes; k++) {
    total += Math.exp(logarithm);
    logarithm += Math.log(trials - k) - Math.log(k + 1);
  }
  return Math.min(1, 2 * total);
}

function assertPaired(a: ArrayLike<unknown>, b: ArrayLike<unknown>): void {
  if (a.length === b.length) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `Two classifiers can be compared on the same images only, but there are ${a.length} answers and ${b.length}.`,
    { details: { a: a.length, b: b.length } },
  );
}
