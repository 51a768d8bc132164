import { FerError } from '@fer/core';
import type { ByteSource } from './byte-source.ts';

/** The bytes of a `Blob` or `File`, in browsers and in Node. */
export function blobSource(blob: Blob, location: string): ByteSource {
  return {
    location,
    size: blob.size,
    stream: (start = 0, end = blob.size) => readBlob(blob.slice(start, end), location),
  };
}

async function* readBlob(blob: Blob, location: string): AsyncGenerator<Uint8Array> {
  let bytesRead = 0;
  try {
    for await (const chunk of readStream(blob.stream())) {
      bytesRead += chunk.length;
      yield chunk;
    }
  } catch (cause) {
    throw cannotRead(location, cause);
  }
  if (bytesRead !== blob.size) throw cannotRead(location);
}

/** A `File` is only the promise of one: the file itself may have changed or gone since it was chosen. */
function cannotRead(location: string, cause?: unknown): FerError {
  const problem = cause instanceof Error ? cause.message : 'it has another length than before';
  return new FerError(
    'FER_DATA_NOT_FOUND',
    `${location} cannot be read (${problem}). If it was moved or written to, choose it again.`,
    { details: { location, problem }, cause },
  );
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
