/**
 * Wraps work that takes a while so that at most one call is at work. Calls that come meanwhile are answered by one more
 * run after it: dragging a picture must not queue up a recognition for every pixel.
 */
export function latestOnly(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let waiting: Promise<void> | undefined;
  const start = (): Promise<void> => {
    waiting = undefined;
    running = work().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined) return start();
    waiting ??= running.then(start, start);
    return waiting;
  };
}
