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

/** The largest absolute difference of two arrays of the same length; NaN if there is one in either. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} numbers cannot be compared with ${b.length}.`);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= largest)) largest = difference;
    if (Number.isNaN(difference)) return difference;
  }
  return largest;
}
