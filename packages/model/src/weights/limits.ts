import { assertOptions, FerError } from '@fer/core';

/** How much is read of weights, and how long: they are untrusted wherever they come from. */
export interface WeightsLimits {
  /**
   * Bytes of all shards together, as the manifest says and as they are unpacked. Compared before a shard is asked for;
   * a shard is never read beyond what the manifest says. Default: 256 MiB.
   */
  readonly maxBytes?: number;
  /**
   * Milliseconds from the first question to the last byte, all files together; `Infinity` for no limit. It is a total,
   * because a server that sends a byte now and then is never idle. Default: 5 minutes, in which the bundled weights
   * come at 10 kB/s.
   */
  readonly timeoutMs?: number;
  /**
   * Milliseconds that a server may send nothing before the file is asked for again, from where it stopped; `Infinity`
   * for no limit. Default: 30 seconds.
   */
  readonly stallMs?: number;
}

export const WEIGHTS_LIMITS = {
  maxBytes: 256 * 1024 * 1024,
  timeoutMs: 300_000,
  stallMs: 30_000,
} as const satisfies Required<WeightsLimits>;

/** Longest that a timer of the platform takes. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Checks limits and fills in the defaults.
 *
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function resolveLimits(limits: WeightsLimits = {}): Required<WeightsLimits> {
  assertOptions(limits, { maxBytes: true, timeoutMs: true, stallMs: true }, 'weightsLimits');
  const { maxBytes, timeoutMs, stallMs } = WEIGHTS_LIMITS;
  return {
    maxBytes: limit('weightsLimits.maxBytes', limits.maxBytes ?? maxBytes, Number.MAX_SAFE_INTEGER),
    timeoutMs: duration('weightsLimits.timeoutMs', limits.timeoutMs ?? timeoutMs),
    stallMs: duration('weightsLimits.stallMs', limits.stallMs ?? stallMs),
  };
}

/** @throws FerError `FER_INVALID_ARGUMENT` unless a timer can be set for it, or it is `Infinity` */
export function duration(name: string, value: number): number {
  return value === Number.POSITIVE_INFINITY ? value : limit(name, value, MAX_TIMEOUT_MS);
}

function limit(name: string, value: number, highest: number): number {
  if (Number.isSafeInteger(value) && value >= 1 && value <= highest) return value;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `\`${name}\` must be a whole number from 1 to ${highest}, but is ${String(value)}.`,
    { details: { option: name, value } },
  );
}
