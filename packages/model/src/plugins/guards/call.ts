import { abortable } from '@fer/core';
import { type Part, thrownBy } from './faults.ts';

/**
 * Calls a part of a plugin's and waits for it.
 *
 * @param member what is called, for messages
 * @throws what it throws, if that is a `FerError`; `FER_PLUGIN_FAILED` with its name for all else; the reason of `signal`
 */
export async function call<Result>(
  part: Part,
  member: string,
  work: () => Result | Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  try {
    // At once: what it is given may change as soon as control returns to the caller.
    return await abortable(Promise.resolve(work()), signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw thrownBy(part, member, cause);
  }
}

/** As `call`, of what answers at once. */
export function callAtOnce<Result>(part: Part, member: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw thrownBy(part, member, cause);
  }
}
