import {
  abortable,
  assertOptions,
  assertSignal,
  createRegistry,
  describeValue,
  type Emotion,
  FerError,
  type ImageSource,
  type Lookup,
  type Postprocessor,
  type ScoreProcessor,
} from '@fer/core';
import type { RecognizedFace } from '../recognize/face-result.ts';
import { exponential } from './exponential.ts';
import { type FrameSource, followFrames } from './frame-source.ts';
import { NewestFrame } from './newest-frame.ts';
import { FaceTracks } from './track-faces.ts';

/** Which postprocessor makes the scores that are told, and its options. */
export interface Smoothing<Id extends string = string> {
  /** Default: `exponential`. */
  readonly id?: Id;
  /** Of `exponential`: what was seen this long before counts half, in ms; default 300. */
  readonly halfLifeMs?: number;
  readonly [option: string]: unknown;
}

/** @typeParam Id of the postprocessors that there are */
export interface WatchOptions<Id extends string = string> {
  /** How many frames are looked at in a second at most. Default: as many as the device manages. */
  readonly fps?: number;
  /** Default: `exponential`, half-life 300 ms; `false` tells scores as they are in each frame. */
  readonly smoothing?: Smoothing<Id> | false;
  /** Ends it: what waits for the next frame gets the reason. */
  readonly signal?: AbortSignal;
}

const OPTIONS = { fps: true, smoothing: true, signal: true } as const satisfies Record<
  keyof WatchOptions,
  true
>;

/** A face of a video. Its emotion, confidence and scores are smoothed over time. */
export interface TrackedFace<Label extends string = Emotion> extends RecognizedFace<Label> {
  /** The same in every frame for the same face; from 1, never used again. */
  readonly id: number;
}

/** What was seen in a frame. */
export interface WatchedFrame<Label extends string = Emotion> {
  /** When it was shown, in ms; only differences mean something. */
  readonly timestamp: number;
  readonly faces: readonly TrackedFace<Label>[];
}

/** What `watch` needs of a recognizer. */
export interface Watcher<Label extends string> {
  look(frame: ImageSource, signal: AbortSignal | undefined): Promise<readonly RecognizedFace<Label>[]>;
  readonly postprocessors: Lookup<Postprocessor>;
  readonly minConfidence: number;
}

/** Looks at the newest frame of a video, again and again, until the video ends. */
export async function* watch<Label extends string>(
  { look, postprocessors, minConfidence }: Watcher<Label>,
  source: FrameSource,
  options: WatchOptions = {},
): AsyncGenerator<WatchedFrame<Label>, void, undefined> {
  assertOptions(options, OPTIONS, 'watch');
  const { fps, smoothing = {}, signal } = options;
  assertFps(fps);
  assertSignal(signal, 'watch');
  signal?.throwIfAborted();
  const processor = smoothing === false ? AS_SEEN : startProcessor(smoothing, postprocessors);
  const tracks = new FaceTracks();
  const newest = new NewestFrame();
  const stop = followFrames(source, newest);
  let timestamp = Number.NEGATIVE_INFINITY;
  let due = performance.now();

  try {
    while (true) {
      await abortable(sleep(due - performance.now()), signal);
      const frame = await abortable(newest.take(), signal);
      if (frame === undefined) return;
      due = performance.now() + (fps === undefined ? 0 : 1000 / fps);
      const seen = await look(frame.source, signal).finally(() => frame.close());
      timestamp = Math.max(timestamp, frame.timestamp);
      const { ids, gone } = tracks.update(seen, timestamp);
      for (const id of gone) processor.forget(id);
      const faces = seen.map((face, i): TrackedFace<Label> => {
        const id = ids[i]!;
        const scores = processor.update({ id, timestamp, scores: face.scores }) as Record<Label, number>;
        const emotion = bestOf(scores);
        const confidence = scores[emotion];
        return { ...face, id, emotion, confidence, isSure: confidence >= minConfidence, scores };
      });
      yield { timestamp, faces };
    }
  } finally {
    stop();
    newest.close();
  }
}

const AS_SEEN: ScoreProcessor = { update: ({ scores }) => scores, forget() {} };

function startProcessor(smoothing: Smoothing, postprocessors: Lookup<Postprocessor>): ScoreProcessor {
  const { id = exponential.id, ...options } = smoothing;
  const registry = createRegistry([
    { name: 'plugins', apiVersion: 1, contributes: { postprocessors: postprocessors.list() } },
    { name: '@fer/model', apiVersion: 1, contributes: { postprocessors: [exponential] } },
  ]);
  return registry.postprocessors.get(id).create(options);
}

function bestOf<Label extends string>(scores: Readonly<Record<Label, number>>): Label {
  const labels = Object.keys(scores) as Label[];
  return labels.reduce((best, label) => (scores[label] > scores[best] ? label : best));
}

/** A timer is late by up to 4 ms, so what is due sooner is due now. */
function sleep(ms: number): Promise<void> {
  return ms < 4 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}

function assertFps(fps: unknown): void {
  if (fps === undefined || (typeof fps === 'number' && fps > 0)) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `watch: \`fps\` must be a number above 0, but is ${describeValue(fps)}.`,
    { details: { option: 'fps', value: fps } },
  );
}
