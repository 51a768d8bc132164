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
  const started = call(part, member, work, signal);
  if (timeoutMs === Number.POSITIVE_INFINITY) return started;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      hanging.add(part);
      const forget = () => hanging.delete(part);
      started.then(forget, forget);
      reject(overdue(part, timeoutMs));
    }, timeoutMs);
  });
  try {
    return await Promise.race([started, late]);
  } finally {
    clearTimeout(timer);
  }
}
