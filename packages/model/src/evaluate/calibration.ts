/** How far confidence can be taken at its word (Guo et al. 2017, "On Calibration of Modern Neural Networks"). */
export interface Calibration {
  /** Expected calibration error, 0..1: mean distance of confidence and accuracy, weighted by the bins' counts. */
  readonly expectedError: number;
  /** From the least to the most confident; equal widths. Empty bins have count, confidence and accuracy 0. */
  readonly bins: readonly CalibrationBin[];
}

/** The images whose confidence lies in one interval. */
export interface CalibrationBin {
  readonly count: number;
  /** Mean confidence, 0..1. */
  readonly confidence: number;
  /** The part that was called right, 0..1. */
  readonly accuracy: number;
}

/** As in the paper. */
export const CALIBRATION_BINS = 15;

/**
 * @param probabilities `[actual.length, classes]`
 * @param actual,predicted class indices
 */
export function calibration(
  probabilities: Float32Array,
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): Calibration {
  const sums = Array.from({ length: CALIBRATION_BINS }, () => ({ count: 0, confidence: 0, hits: 0 }));
  for (let i = 0; i < actual.length; i++) {
    const confidence = probabilities[i * classes + predicted[i]!]!;
    // Interval m is (m / bins, (m + 1) / bins].
    const bin = Math.min(Math.max(Math.ceil(confidence * CALIBRATION_BINS) - 1, 0), CALIBRATION_BINS - 1);
    sums[bin]!.count++;
    sums[bin]!.confidence += confidence;
    if (predicted[i] === actual[i]) sums[bin]!.hits++;
  }

  const bins = sums.map(({ count, confidence, hits }) => ({
    count,
    confidence: count === 0 ? 0 : confidence / count,
    accuracy: count === 0 ? 0 : hits / count,
  }));
  const expectedError = bins.reduce(
    (total, { count, confidence, accuracy }) =>
      total + (count / actual.length) * Math.abs(accuracy - confidence),
    0,
  );
  return { expectedError, bins };
}
