/**
 * Stops waiting as soon as `signal` is aborted. What `work` has begun comes to its end unheard, so it should look at
 * the signal itself where it can.
 *
 * @throws `signal.reason` when aborted, else what `work` throws
 */
export async function abortable<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return work;
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
