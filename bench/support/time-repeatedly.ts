/** Calls shorter than the clock's noise are still counted one by one: their median is what users feel. */
const MINIMUM_REPETITIONS = 3;

/** @returns milliseconds of each call, of as many calls as fit into `durationMs`, three at least */
export async function timeRepeatedly(call: () => Promise<unknown>, durationMs: number): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + durationMs;
  while (performance.now() < end || times.length < MINIMUM_REPETITIONS) {
    const start = performance.now();
    await call();
    times.push(performance.now() - start);
  }
  return times;
}

const WARM_UP_SLICE_MS = 250;
const STABLE_WITHIN = 0.03;

/**
 * Calls until it gets no faster: V8 first runs WebAssembly as its baseline compiler leaves it, and hot JavaScript
 * interpreted. Stable is when the fastest call of a slice is within 3 % of the fastest so far, twice in a row.
 *
 * @returns milliseconds that it took
 */
export async function warmUp(call: () => Promise<unknown>, limitMs = 5000): Promise<number> {
  const start = performance.now();
  let fastest = Number.POSITIVE_INFINITY;
  let stableSlices = 0;
  while (stableSlices < 2 && performance.now() - start < limitMs) {
    const slice = Math.min(...(await timeRepeatedly(call, WARM_UP_SLICE_MS)));
    stableSlices = slice > fastest * (1 - STABLE_WITHIN) ? stableSlices + 1 : 0;
    fastest = Math.min(fastest, slice);
  }
  return performance.now() - start;
}
