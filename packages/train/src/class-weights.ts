/**
 * Weights that make every class count the same in total: `images / (classes × images of the class)`, as scikit-learn's
 * `compute_class_weight('balanced')`, so that the mean weight of an image is 1. A class without images gets 0 and
 * is not counted.
 *
 * @param counts `[classes]`, images of each
 * @returns `[classes]`
 */
export function balancedClassWeights(counts: readonly number[]): number[] {
  const present = counts.filter((count) => count > 0).length;
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (count === 0 ? 0 : total / (present * count)));
}
