import { assertOptions, EMOTIONS } from '@fer/core';
import { assertRows, LABEL_NAMES, type LabelNames, outputIndices } from './output-indices.ts';
import { TEMPERATURE_LIMITS } from './temperature.ts';

/** The smallest normal float32: a softmax that gives 0 means less than this. */
const SMALLEST_FLOAT32 = 2 ** -126;

/** The temperature is found to this. */
const TOLERANCE = 1e-5;

/**
 * The temperature with which probabilities fit the labels best: the one of the smallest cross-entropy (Guo et al. 2017,
 * section 4.2). Fit it on images that nothing was trained on and that no figure is reported for: PublicTest.
 *
 * @param probabilities `[count, classes]` of `predictImages`, one crop each
 * @param labels `[count]`, indices of `dataLabels`
 * @returns to four decimals; a bound of `TEMPERATURE_LIMITS` where no temperature between them is best, as for a network
 * that is always right
 * @throws FerError as `scoreProbabilities`
 */
export function fitTemperature(
  probabilities: Float32Array,
  labels: Uint8Array,
  options: LabelNames = {},
): number {
  assertOptions(options, LABEL_NAMES, 'fitTemperature');
  const classes = (options.labels ?? EMOTIONS).length;
  const actual = outputIndices(labels, options);
  assertRows(probabilities, actual.length, classes, 'fitTemperature');
  const logits = Float64Array.from(probabilities, (p) => Math.log(Math.max(p, SMALLEST_FLOAT32)));

  // The cross-entropy is convex in 1 / T, so its slope there changes its sign once.
  let { lowest: low, highest: high }: { lowest: number; highest: number } = TEMPERATURE_LIMITS;
  while (high - low > TOLERANCE) {
    const middle = (low + high) / 2;
    if (slope(logits, actual, classes, middle) <= 0) high = middle;
    else low = middle;
  }
  return Math.round(((low + high) / 2) * 1e4) / 1e4;
}

/** The derivative of the summed cross-entropy by 1 / T: the mean logit of each row less the one of its label. */
function slope(logits: Float64Array, actual: Uint8Array, classes: number, temperature: number): number {
  let total = 0;
  for (let i = 0; i < actual.length; i++) {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    const largest = Math.max(...row);
    let sum = 0;
    let weighted = 0;
    for (const logit of row) {
      const power = Math.exp((logit - largest) / temperature);
      sum += power;
      weighted += power * logit;
    }
    total += weighted / sum - row[actual[i]!]!;
  }
  return total;
}
