/**
 * Looks at the first bytes of a stream.
 *
 * @returns the first `length` bytes, or all if there are fewer, and the whole stream, these bytes included
 */
export async function peek(
  chunks: AsyncIterable<Uint8Array>,
  length: number,
): Promise<{ head: Uint8Array; chunks: AsyncIterableIterator<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  let start: Uint8Array = new Uint8Array(0);
  let next = await iterator.next();
  while (!next.done) {
    // The usual case, one large first chunk, is not copied: it stays valid until the next one is asked for.
    start = start.length === 0 ? next.value : concatenate(start, next.value);
    if (start.length >= length) break;
    start = start.slice();
    next = await iterator.next();
  }
  return { head: start.slice(0, length), chunks: resume(start, iterator) };
}

/** Not a generator function: one that has not started yet would not pass its `return` on, and leave files open. */
function resume(start: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncIterableIterator<Uint8Array> {
  let isAtStart = start.length > 0;
  return {
    async next() {
      if (!isAtStart) return iterator.next();
      isAtStart = false;
      return { done: false, value: start };
    },
    async return() {
      await iterator.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
