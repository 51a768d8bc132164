import { describeValue, FerError } from '@fer/core';

/** Bounds of a temperature: beyond them nothing is left to tell apart, or all is certain. */
export const TEMPERATURE_LIMITS = { lowest: 0.05, highest: 20 } as const;

/**
 * Makes probabilities less sure (a temperature above 1) or more: p^(1/T) over its sum, which is the softmax of the logits
 * over T (Guo et al. 2017, "On Calibration of Modern Neural Networks", section 4.2). The order of a row stays; what is so
 * close that float32 cannot tell it apart afterwards may become equal, so name the best before.
 *
 * @param probabilities `[count, classes]`, float32, 0..1, finite
 * @param temperature from `TEMPERATURE_LIMITS.lowest` to `.highest`; 1 changes nothing
 * @returns `[count, classes]`, each row sums to 1
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function applyTemperature(
  probabilities: Float32Array,
  classes: number,
  temperature: number,
): Float32Array {
  assertTemperature(temperature, 'applyTemperature');
  const scaled = probabilities.slice();
  if (temperature === 1) return scaled;
  for (let first = 0; first < scaled.length; first += classes) {
    const row = scaled.subarray(first, first + classes);
    // Over the largest, so that no power vanishes that counts.
    const largest = row.reduce((a, b) => Math.max(a, b));
    const powers = Array.from(row, (probability) => (probability / largest) ** (1 / temperature));
    const sum = powers.reduce((a, b) => a + b);
    row.set(powers.map((power) => power / sum));
  }
  return scaled;
}

/** @throws FerError `FER_INVALID_ARGUMENT` */
export function assertTemperature(temperature: unknown, subject: string): asserts temperature is number {
  const { lowest, highest } = TEMPERATURE_LIMITS;
  if (typeof temperature === 'number' && temperature >= lowest && temperature <= highest) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `${subject}: the temperature must be a number from ${lowest} to ${highest}, but is ${describeValue(temperature)}.`,
    { details: { temperature } },
  );
}
