import type { Random } from '@fer/core';

/**
 * One area of the public API that must withstand whatever a file, a stranger or a typing mistake brings.
 *
 * Cases are drawn from core's seeded `Random` and not by fast-check, because a case has to be addressable as
 * `target:seed:case` by a process that outlives it: what hangs or eats the memory takes its own runner with it.
 */
export interface FuzzTarget {
  /** Unique; kebab-case. */
  readonly name: string;
  /** Makes what all cases share (a valid file, a started runtime); its memory is the baseline. */
  prepare?(): Promise<void>;
  /**
   * Makes one case, the same for the same `random`, and feeds it to the public API; about 1 to 20 ms.
   *
   * @param signal aborted when the case has run for too long
   * @returns a label of the outcome, one of a few: `ok`, `FER_DATA_ROW` …; a thrown `FerError` counts as its code
   * @throws Error whose message starts with `finding:` if the API answered, but wrongly; any other error is one too
   */
  run(random: Random, signal: AbortSignal): Promise<string>;
}
