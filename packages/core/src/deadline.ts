/**
 * Does work that may hang. When the caller aborts or the time is over, the signal that the work was given says so, and
 * the work is not waited for any more, also if it does not listen. Work that calls `goesOn` is given all of the time anew.
 *
 * @param options.timeoutMs milliseconds, or `Infinity`
 * @param overdue the error for the case that the time is over
 * @throws what `work` throws; the reason of `options.signal`; what `overdue` gives
 */
export async function withDeadline<Result>(
  work: (signal: AbortSignal, goesOn: () => void) => Promise<Result>,
  options: { readonly signal?: AbortSignal; readonly timeoutMs: number },
  overdue: () => Error,
): Promise<Result> {
  const { signal, timeoutMs } = options;
  signal?.throwIfAborted();
  const controller = new AbortController();
  const forward = () => controller.abort(signal?.reason);
  signal?.addEventListener('abort', forward);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const goesOn = () => {
    clearTimeout(timer);
    if (controller.signal.aborted || !Number.isFinite(timeoutMs)) return;
    timer = setTimeout(() => controller.abort(overdue()), timeoutMs);
  };
  goesOn();
  try {
    return await Promise.race([work(controller.signal, goesOn), rejectionOf(controller.signal)]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', forward);
    // Of several files one may have failed: nobody waits for the others.
    controller.abort();
  }
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}
