/**
 * The largest difference between a result and its reference, as a share of the largest sum of magnitudes that a value
 * was added up from: rounding is measured by what went into a sum, not by what is left of it.
 *
 * @param scale the reference, computed on the magnitudes of the inputs
 * @returns Infinity where one is NaN and the other is not, or the lengths differ
 */
export function disagreement(
  actual: Float32Array,
  expected: ArrayLike<number>,
  scale: ArrayLike<number>,
): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let magnitude = 0;
  for (let index = 0; index < actual.length; index++) {
    const distance = Math.abs(actual[index]! - expected[index]!);
    difference = Math.max(difference, Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance);
    magnitude = Math.max(magnitude, scale[index]!);
  }
  return difference === 0 ? 0 : difference / magnitude;
}

export function magnitudes(values: Float32Array): Float32Array {
  return values.map(Math.abs);
}
