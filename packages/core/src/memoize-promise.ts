/**
 * Makes `start` run once: calls share the promise while it is pending and after it was fulfilled. A failure is
 * forgotten, so that the next call tries again.
 */
export function memoizePromise<Result>(start: () => Promise<Result>): () => Promise<Result> {
  let shared: Promise<Result> | undefined;
  return () => {
    if (shared !== undefined) return shared;
    // Inside a promise, so that a `start` that throws at once is a rejection like any other.
    const attempt = Promise.resolve().then(start);
    shared = attempt;
    attempt.catch(() => {
      if (shared === attempt) shared = undefined;
    });
    return attempt;
  };
}
