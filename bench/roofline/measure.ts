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

/** 8 vectors of 4 lanes, a multiply and an add each. */
const FLOPS_AN_ITERATION = 8 * 4 * 2;

/**
 * @returns GFLOP/s of multiply-adds in registers. Near the peak, not above doubt: without fused multiply-add our matrix
 * product, which reads its operands from the cache, schedules a little better on Zen 4
 */
export function measureArithmetic(kernels: RooflineKernels): number {
  return bestRate(FLOPS_AN_ITERATION, (iterations) => void kernels.multiply_add(iterations));
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
