import { describeValue, FerError, type ImageSource, type VideoElementLike } from '@fer/core';
import { readIterable } from './iterable-frames.ts';
import type { NewestFrame } from './newest-frame.ts';
import { followStream, followVideo } from './video-frames.ts';

/** What is needed of a `MediaStream`: a camera, or a canvas's `captureStream()`. */
export interface MediaStreamLike {
  readonly active: boolean;
  getVideoTracks(): readonly MediaStreamTrackLike[];
}

/** What is needed of a `MediaStreamTrack`. */
export interface MediaStreamTrackLike {
  readonly kind: string;
  readonly readyState: string;
  stop(): void;
}

/** What can be watched: a `<video>`, a camera's stream or its track, or frames as they come. */
export type FrameSource =
  | VideoElementLike
  | MediaStreamLike
  | MediaStreamTrackLike
  | AsyncIterable<ImageSource>;

/**
 * Has the frames of a source put into `newest` from now on.
 *
 * @returns stops that
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function followFrames(source: FrameSource, newest: NewestFrame): () => void {
  if (typeof source === 'object' && source !== null) {
    if (Symbol.asyncIterator in source) return readIterable(source, newest);
    if ('videoWidth' in source) return followVideo(source as HTMLVideoElement, newest);
    if ('getVideoTracks' in source && source.getVideoTracks().length > 0) {
      return followStream(source as unknown as MediaStream, newest);
    }
    if ('kind' in source && source.kind === 'video') return followStream(source as MediaStreamTrack, newest);
  }
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `watch: the source must be a <video>, a MediaStream with a video track, a video track or an async iterable of frames, but is ${describeValue(source)}.`,
  );
}
