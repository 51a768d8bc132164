import type { ByteSource } from './byte-source.ts';

/** `chunks`, but waiting for one ends with the reason of `signal`, also where their source never answers. */
export async function* abortable<T>(chunks: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  signal.throwIfAborted();
  const iterator = chunks[Symbol.asyncIterator]();
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
  });
  aborted.catch(() => undefined); // it may come between two chunks, where nobody waits for it
  signal.addEventListener('abort', abort);
  let isDone = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await Promise.race([iterator.next(), aborted]);
      isDone = next.done === true;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', abort);
    const closing = isDone ? undefined : iterator.return?.();
    if (signal.aborted) closing?.catch(() => undefined);
    else await closing;
  }
}

/** `source`, but its streams end with the reason of `signal`. */
export function abortableSource(source: ByteSource, signal: AbortSignal | undefined): ByteSource {
  if (signal === undefined) return source;
  const { location, size } = source;
  return { location, size, stream: (start, end) => abortable(source.stream(start, end), signal) };
}
