import { type ImageSource, nextTask } from '@fer/core';
import type { NewestFrame } from './newest-frame.ts';

/**
 * Reads frames as fast as they come. A `VideoFrame` is closed when nobody looks at it any more, and tells its time.
 *
 * @returns stops reading
 */
export function readIterable(frames: AsyncIterable<ImageSource>, newest: NewestFrame): () => void {
  const iterator = frames[Symbol.asyncIterator]();
  let isStopped = false;
  const read = async () => {
    while (!isStopped) {
      const { done, value } = await iterator.next();
      if (done) return newest.end();
      newest.put({ source: value, timestamp: timeOf(value), close: () => closeFrame(value) });
      // Frames that are there at once must not keep the others from their turn.
      await nextTask();
    }
  };
  read().catch((failure) => newest.end({ failure }));
  return () => {
    isStopped = true;
    void Promise.resolve(iterator.return?.()).catch(() => {});
  };
}

function isVideoFrame(source: ImageSource): source is Extract<ImageSource, { displayWidth: number }> {
  return typeof source === 'object' && 'displayWidth' in source;
}

/** The time of a `VideoFrame` is in µs. */
function timeOf(source: ImageSource): number {
  const { timestamp } = source as { timestamp?: unknown };
  return isVideoFrame(source) && typeof timestamp === 'number' ? timestamp / 1000 : performance.now();
}

function closeFrame(source: ImageSource): void {
  if (isVideoFrame(source)) source.close();
}
