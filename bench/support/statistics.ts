/** What repeated timings come to, in the unit of the timings. */
export interface Summary {
  readonly minimum: number;
  readonly median: number;
  readonly percentile95: number;
  readonly repetitions: number;
}

/** @param values at least one */
export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]!;
  return {
    minimum: sorted[0]!,
    median: (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2,
    percentile95: at(0.95),
    repetitions: sorted.length,
  };
}

/** The largest absolute difference of two arrays of the same length. */
export function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) throw new Error(`${a.length} numbers cannot be compared with ${b.length}.`);
  // Not Math.max over the array: it must not lose a NaN.
  return a.reduce((largest, value, index) => {
    const difference = Math.abs(value - b[index]!);
    return difference <= largest ? largest : difference;
  }, 0);
}
