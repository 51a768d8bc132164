import { withDeadline } from '@fer/core';
import { call } from './call.ts';
import { overdue, type Part } from './faults.ts';

/** What was not waited for any longer, and still has not started. */
const hanging = new WeakSet<Part>();

/**
 * As `call`, but only for a time. What hangs is neither started nor waited for a second time.
 *
 * @param timeoutMs milliseconds, or `Infinity`
 * @throws FerError `FER_PLUGIN_TIMEOUT`; as `call`
 */
export async function start<Result>(
  part: Part,
  member: string,
  work: () => Promise<Result>,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Result> {
  if (hanging.has(part)) throw overdue(part, timeoutMs);
  let started: Promise<Result>;
  return withDeadline(
    () => {
      started = call(part, member, work, signal);
      return started;
    },
    { signal, timeoutMs },
    () => {
      hanging.add(part);
      const forget = () => hanging.delete(part);
      started.then(forget, forget);
      return overdue(part, timeoutMs);
    },
  );
}
