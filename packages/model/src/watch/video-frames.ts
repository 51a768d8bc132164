import { FerError, type ImageSource } from '@fer/core';
import { readIterable } from './iterable-frames.ts';
import type { NewestFrame } from './newest-frame.ts';

/** How often is looked whether a video has ended or gone on unseen: a hidden page presents no frames. */
const CHECK_MS = 250;

/**
 * Tells of every frame that a `<video>` shows, until it ends or loses its source.
 *
 * @returns stops that
 */
export function followVideo(video: HTMLVideoElement, newest: NewestFrame): () => void {
  const hasCallback = typeof video.requestVideoFrameCallback === 'function';
  let request = 0;
  let lastTime = -1;
  const put = () => {
    if (video.readyState < video.HAVE_CURRENT_DATA || video.videoWidth === 0) return;
    if (video.currentTime === lastTime) return;
    lastTime = video.currentTime;
    newest.put({ source: video, timestamp: performance.now(), close() {} });
  };
  const onFrame = () => {
    put();
    request = hasCallback ? video.requestVideoFrameCallback(onFrame) : requestAnimationFrame(onFrame);
  };
  const end = () => newest.end();
  const timer = setInterval(() => {
    if (video.ended || isOver(video.srcObject)) end();
    else put();
  }, CHECK_MS);
  for (const event of ['ended', 'emptied']) video.addEventListener(event, end);
  onFrame();

  return () => {
    clearInterval(timer);
    if (hasCallback) video.cancelVideoFrameCallback(request);
    else cancelAnimationFrame(request);
    for (const event of ['ended', 'emptied']) video.removeEventListener(event, end);
  };
}

/** A stream ends without an event where the page itself stops its tracks. */
function isOver(stream: unknown): boolean {
  return typeof stream === 'object' && stream !== null && (stream as MediaStream).active === false;
}

/**
 * Tells of every frame of a camera: on a page through a `<video>`, in a worker through a `MediaStreamTrackProcessor`.
 *
 * @returns stops that, and leaves the stream running
 * @throws FerError `FER_INVALID_ARGUMENT` where there is neither
 */
export function followStream(source: MediaStream | MediaStreamTrack, newest: NewestFrame): () => void {
  if (typeof document !== 'object') {
    if (typeof MediaStreamTrackProcessor !== 'function') throw noProcessor();
    const track = 'getVideoTracks' in source ? source.getVideoTracks()[0]! : source;
    return readIterable(framesOf(track), newest);
  }
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = 'getVideoTracks' in source ? source : new MediaStream([source]);
  video.play().catch((failure) => newest.end({ failure }));
  const stop = followVideo(video, newest);
  return () => {
    stop();
    video.srcObject = null;
  };
}

function noProcessor(): FerError {
  return new FerError(
    'FER_INVALID_ARGUMENT',
    'watch: the frames of a video track cannot be read here: there is neither a page nor a MediaStreamTrackProcessor. Watch it on the page (createWorkerRecognizer looks at its frames in a worker), or give its frames as an async iterable.',
  );
}

/** Not in TypeScript's libraries: https://www.w3.org/TR/mediacapture-transform/ */
declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack });
  readonly readable: ReadableStream<VideoFrame>;
}

async function* framesOf(track: MediaStreamTrack): AsyncGenerator<ImageSource, void, undefined> {
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    void reader.cancel();
  }
}
