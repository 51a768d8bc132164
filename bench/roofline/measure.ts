import type { RooflineKernels } from './compile-kernels.ts';

/** Many and short, so that some of them have the core for themselves on a machine that is not quiet. */
const TRIALS = 60;
const TRIAL_MS = 5;

/** Bytes a second of a buffer of a size, read or copied over and over. */
export interface Bandwidth {
  readonly bufferBytes: number;
  /** 1e9 bytes a second. */
  readonly readGB: number;
  /** As much is written as read; the sum of both. */
  readonly copyGB: number;
}

/** Inside the first level of the cache, the second, the third, and outside of all, on today's processors. */
export const BUFFER_BYTES = [16 * 1024, 512 * 1024, 8 * 2 ** 20, 192 * 2 ** 20] as const;

/** Iterations of a call: a multiple of what each loop of `kernels.as` takes at once. */
const ITERATIONS = 256;
/** A multiply and an add in each of 4 lanes. */
const FLOPS_A_VECTOR = 2 * 4;

/**
 * @returns GFLOP/s of multiply-adds. No one loop is the fastest everywhere: eight sums in registers win where multiplying
 * and adding are two instructions on Zen 5, twelve where they are one, and on Zen 4 eight sums lost to our own matrix
 * product, whose inner loop is therefore among them. The best of the three is the peak
 */
export function measureArithmetic(kernels: RooflineKernels): number {
  const rateOf = (vectors: number, loop: (iterations: number) => number) =>
    bestRate(ITERATIONS * vectors * FLOPS_A_VECTOR, (calls) => void loop(calls * ITERATIONS));
  return Math.max(
    rateOf(8, kernels.eight_sums),
    rateOf(12, kernels.twelve_sums),
    rateOf(8, kernels.product_tile),
  );
}

export function measureBandwidth(kernels: RooflineKernels, bufferBytes: number): Bandwidth {
  return {
    bufferBytes,
    readGB: bestRate(bufferBytes, (passes) => void kernels.read(bufferBytes, passes)),
    // Two halves, so that both together are the buffer.
    copyGB: bestRate(bufferBytes, (passes) => kernels.copy(bufferBytes / 2, passes)),
  };
}

/**
 * @param unitsACall what one repetition does
 * @param call does so many repetitions
 * @returns 1e9 units a second, the best of all trials
 */
export function bestRate(unitsACall: number, call: (repetitions: number) => void): number {
  let repetitions = 1;
  let best = 0;
  for (let trial = 0; trial < TRIALS; ) {
    const start = performance.now();
    call(repetitions);
    const ms = performance.now() - start;
    // The first calls find out how many repetitions fill a trial, and let the compiler come to its last tier.
    if (ms < TRIAL_MS / 2) repetitions = Math.ceil(repetitions * Math.min(8, TRIAL_MS / Math.max(ms, 0.01)));
    else {
      trial++;
      best = Math.max(best, (unitsACall * repetitions) / ms / 1e6);
    }
  }
  return best;
}
