import { createRandom } from '@fer/core';

/** Lower and upper bound. */
export type Interval = readonly [low: number, high: number];

/** As Efron and Tibshirani (1993, "An Introduction to the Bootstrap", section 13.3) advise for intervals: well above 1,000. */
export const BOOTSTRAP_RESAMPLES = 2000;

/** The same data gives the same interval. */
const SEED = 1993;

/** What lies below and above a 95 % interval, each. */
const TAIL = 0.025;

/**
 * The 95 % percentile intervals of figures over images (Efron and Tibshirani 1993, section 13.3): the images are drawn
 * anew with replacement, and of the sorted figures those stand that leave 2.5 % below and above.
 *
 * @param count images
 * @param figures of the images drawn, given their numbers; not kept
 */
export function bootstrap<Figure extends string>(
  count: number,
  figures: (drawn: Uint32Array) => Readonly<Record<Figure, number>>,
): Record<Figure, Interval> {
  const random = createRandom(SEED);
  const drawn = new Uint32Array(count);
  const seen = Array.from({ length: BOOTSTRAP_RESAMPLES }, () => {
    for (let i = 0; i < count; i++) drawn[i] = random.integer(count);
    return figures(drawn);
  });
  const names = Object.keys(seen[0]!) as Figure[];
  const entries = names.map((name) => [name, percentileInterval(seen.map((one) => one[name]))]);
  return Object.fromEntries(entries) as Record<Figure, Interval>;
}

function percentileInterval(values: readonly number[]): Interval {
  const sorted = values.toSorted((a, b) => a - b);
  const { length } = sorted;
  return [sorted[Math.round(length * TAIL) - 1]!, sorted[Math.round(length * (1 - TAIL)) - 1]!];
}
