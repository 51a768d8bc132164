import type { ByteSource } from './byte-source.ts';

/** The bytes of a `Blob` or `File`, in browsers and in Node. */
export function blobSource(blob: Blob, location: string): ByteSource {
  return {
    location,
    size: blob.size,
    stream: (start = 0, end = blob.size) => readStream(blob.slice(start, end).stream()),
  };
}

/** A `ReadableStream` as an async iterable, which it is not yet in every browser. */
export async function* readStream<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader();
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isDone = done;
      if (done) return;
      yield value;
    }
  } catch (error) {
    isDone = true;
    throw error;
  } finally {
    if (!isDone) await reader.cancel();
  }
}

/** An async iterable as a `ReadableStream` that reads no further ahead than it is asked. Chunks are copied. */
export function toReadableStream(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value.slice());
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
