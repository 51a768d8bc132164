/** Milliseconds of each of some calls. */
export interface Times {
  readonly wall: readonly number[];
  /**
   * Of all threads of the process, by the system's accounts: on a busy machine this says more than the clock about a
   * system with one thread. Empty in browsers.
   */
  readonly cpu: readonly number[];
}

/** For clocks that are coarse: browsers round theirs to 0.1 ms on pages that are not isolated. */
export interface Sampling {
  /** So many calls are timed together that they take this long. Default 0: each is timed by itself. */
  readonly leastSampleMs?: number;
}

const MINIMUM_SAMPLES = 3;

/** Times as many calls as fit into `durationMs`, three at least. */
export async function timeRepeatedly(
  call: () => unknown,
  durationMs: number,
  { leastSampleMs = 0 }: Sampling = {},
): Promise<Times> {
  const wall: number[] = [];
  const cpu: number[] = [];
  let calls = 1;
  const end = performance.now() + durationMs;
  while (performance.now() < end || wall.length < MINIMUM_SAMPLES) {
    const cpuBefore = cpuMs();
    const start = performance.now();
    for (let i = 0; i < calls; i++) await call();
    const ms = performance.now() - start;
    if (ms < leastSampleMs) {
      calls = Math.max(calls + 1, Math.ceil((calls * leastSampleMs) / Math.max(ms, 1)));
      continue;
    }
    wall.push(ms / calls);
    if (cpuBefore !== undefined) cpu.push((cpuMs()! - cpuBefore) / calls);
  }
  return { wall, cpu };
}

/** Of this process so far; undefined in browsers. */
function cpuMs(): number | undefined {
  if (typeof process === 'undefined') return undefined;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const STABLE_WITHIN = 0.03;

/**
 * Calls until it gets no faster: V8 first runs WebAssembly as its baseline compiler leaves it, and hot JavaScript
 * interpreted. Stable is when the fastest call of a slice is within 3 % of the fastest so far, twice in a row.
 *
 * @returns milliseconds that it took
 */
export async function warmUp(call: () => unknown, sliceMs = 250, limitMs = 5000): Promise<number> {
  const start = performance.now();
  let fastest = Number.POSITIVE_INFINITY;
  let stableSlices = 0;
  while (stableSlices < 2 && performance.now() - start < limitMs) {
    const slice = Math.min(...(await timeRepeatedly(call, sliceMs)).wall);
    stableSlices = slice > fastest * (1 - STABLE_WITHIN) ? stableSlices + 1 : 0;
    fastest = Math.min(fastest, slice);
  }
  return performance.now() - start;
}
