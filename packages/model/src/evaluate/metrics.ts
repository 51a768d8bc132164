/** Smallest probability that a logarithm is taken of, as Keras's backend epsilon: one sure mistake costs 16, not infinity. */
export const SMALLEST_PROBABILITY = 1e-7;

/**
 * Mean cross-entropy, natural logarithm.
 *
 * @param probabilities `[actual.length, classes]`
 * @param actual class indices
 */
export function crossEntropy(
  probabilities: Float32Array,
  actual: ArrayLike<number>,
  classes: number,
): number {
  const losses = crossEntropies(probabilities, actual, classes);
  return losses.reduce((total, loss) => total + loss, 0) / losses.length;
}

/** The cross-entropy of each row. */
export function crossEntropies(
  probabilities: Float32Array,
  actual: ArrayLike<number>,
  classes: number,
): Float64Array {
  return Float64Array.from(
    actual,
    (label, i) => -Math.log(Math.max(probabilities[i * classes + label]!, SMALLEST_PROBABILITY)),
  );
}

/** The class of the highest probability of each row; among equals the first. */
export function predictedClasses(probabilities: Float32Array, classes: number): Uint8Array {
  const predicted = new Uint8Array(probabilities.length / classes);
  for (let i = 0; i < predicted.length; i++) {
    let best = 0;
    for (let j = 1; j < classes; j++) {
      if (probabilities[i * classes + j]! > probabilities[i * classes + best]!) best = j;
    }
    predicted[i] = best;
  }
  return predicted;
}
