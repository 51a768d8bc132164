import { setTimeout as sleep } from 'node:timers/promises';
import { definePlugin, type ImageSource, type Postprocessor } from '@fer/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRecognizer } from '../recognize/create-recognizer.ts';
import type { RecognizedFace } from '../recognize/face-result.ts';
import { randomWeights, tinyCnn, tinyPlugin } from '../weights/__fixtures__/tiny-weights.ts';
import { type WatchOptions, watch } from './watch.ts';

const nothing: never[] = [];
const noPostprocessors = {
  get: () => undefined as never,
  has: () => false,
  list: () => nothing,
  origin: () => '',
};

/** A frame of its own time, in ms, which notes that it was closed. */
function videoFrame(ms: number) {
  const frame = {
    displayWidth: 4,
    displayHeight: 4,
    timestamp: ms * 1000,
    closed: 0,
    close() {
      frame.closed++;
    },
  };
  return frame;
}

function seen(happy: number): RecognizedFace<string> {
  const scores = { happy, sad: 1 - happy };
  const box = { x: 0, y: 0, width: 10, height: 10 };
  return { box, emotion: 'happy', confidence: happy, isSure: true, scores };
}

/** Watches with a network that takes `lookMs`, and gives the frames that it looked at. */
function watchSlowly<Frame extends ImageSource>(
  frames: AsyncIterable<Frame>,
  lookMs: number,
  options: WatchOptions = {},
) {
  const looked: ImageSource[] = [];
  const look = async (frame: ImageSource) => {
    looked.push(frame);
    await sleep(lookMs);
    return [seen(looked.length === 1 ? 1 : 0)];
  };
  const watcher = { look, postprocessors: noPostprocessors, minConfidence: 0.6 };
  return { looked, results: watch(watcher, frames, options) };
}

async function* camera(frames: readonly ImageSource[], everyMs: number) {
  for (const frame of frames) {
    yield frame;
    await sleep(everyMs);
  }
}

describe('frames', () => {
  it('are looked at when they are the newest, the last one always, and closed once', async () => {
    const frames = Array.from({ length: 30 }, (_, i) => videoFrame(i * 10));
    const { looked, results } = watchSlowly(camera(frames, 5), 40);
    const timestamps = [];
    for await (const { timestamp } of results) timestamps.push(timestamp);
    expect(looked.length).toBeGreaterThan(2);
    expect(looked.length).toBeLessThan(12);
    expect(looked.at(-1)).toBe(frames.at(-1));
    expect(timestamps).toEqual(looked.map((frame) => (frame as (typeof frames)[number]).timestamp / 1000));
    expect(frames.map(({ closed }) => closed)).toEqual(frames.map(() => 1));
  });

  it('are no more in a second than `fps`', async () => {
    const frames = Array.from({ length: 40 }, (_, i) => videoFrame(i * 10));
    const { looked, results } = watchSlowly(camera(frames, 5), 0, { fps: 20 });
    const start = performance.now();
    for await (const _ of results);
    expect(looked.length).toBeLessThanOrEqual(((performance.now() - start) / 1000) * 20 + 1);
    expect(looked.length).toBeGreaterThan(1);
  });

  it('are read no more, and all closed, when the loop is left', async () => {
    const frames = Array.from({ length: 1000 }, (_, i) => videoFrame(i));
    let read = 0;
    async function* counted() {
      for (const frame of frames) {
        read++;
        yield frame;
        await sleep(1);
      }
    }
    for await (const _ of watchSlowly(counted(), 5).results) break;
    await sleep(20);
    const before = read;
    await sleep(20);
    expect(read).toBe(before);
    expect(frames.slice(0, read).map(({ closed }) => closed)).toEqual(Array(read).fill(1));
  });

  it('end it with their error, or when aborted while none comes', async () => {
    async function* broken(): AsyncGenerator<ImageSource> {
      yield videoFrame(0);
      throw new Error('unplugged');
    }
    const { results } = watchSlowly(broken(), 0);
    expect((await results.next()).done).toBe(false);
    await expect(results.next()).rejects.toThrow('unplugged');

    const controller = new AbortController();
    const still = watchSlowly(camera([videoFrame(0)], 1e6), 0, { signal: controller.signal }).results;
    await still.next();
    const next = still.next();
    controller.abort(new Error('enough'));
    await expect(next).rejects.toThrow('enough');
  });
});

describe('a video track in a worker', () => {
  const track = { kind: 'video', readyState: 'live', stop() {} };
  const watchTrack = () =>
    watch({ look: async () => [seen(1)], postprocessors: noPostprocessors, minConfidence: 0 }, track);
  afterEach(() => vi.unstubAllGlobals());

  it('is read by a MediaStreamTrackProcessor, which is let go at the end', async () => {
    const frames = [videoFrame(0), videoFrame(40)];
    let given: unknown;
    let isCancelled = false;
    class Processor {
      readonly readable: ReadableStream;
      constructor(init: { track: unknown }) {
        given = init.track;
        this.readable = new ReadableStream({
          pull: (controller) => controller.enqueue(frames.shift() ?? videoFrame(80)),
          cancel: () => {
            isCancelled = true;
          },
        });
      }
    }
    vi.stubGlobal('MediaStreamTrackProcessor', Processor);
    for await (const { faces } of watchTrack()) {
      expect(faces).toMatchObject([{ id: 1, emotion: 'happy' }]);
      break;
    }
    expect(given).toBe(track);
    await vi.waitUntil(() => isCancelled);
  });

  it('is refused where there is none', async () => {
    await expect(watchTrack().next()).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining('neither a page nor a MediaStreamTrackProcessor'),
    });
  });
});

describe('faces', () => {
  const frames = () => camera([videoFrame(0), videoFrame(300)], 20);

  it('keep their numbers, and are told with scores that are smoothed', async () => {
    const { results } = watchSlowly(frames(), 0);
    const { value: first } = await results.next();
    expect(first).toEqual({ timestamp: 0, faces: [{ ...seen(1), id: 1 }] });
    const { value: second } = await results.next();
    expect(second!.faces).toMatchObject([
      { id: 1, confidence: 0.5, isSure: false, scores: { happy: 0.5, sad: 0.5 } },
    ]);
  });

  it('are told as they are seen with `smoothing: false`', async () => {
    const { results } = watchSlowly(frames(), 0, { smoothing: false });
    await results.next();
    expect((await results.next()).value!.faces).toMatchObject([
      { id: 1, emotion: 'sad', confidence: 1, isSure: true },
    ]);
  });

  it('may go through the postprocessor of a plugin, with its options', async () => {
    const options: unknown[] = [];
    const uniform: Postprocessor = {
      id: 'uniform',
      apiVersion: 1,
      create(given) {
        options.push(given);
        const update = ({ scores }: { scores: object }) =>
          Object.fromEntries(Object.keys(scores).map((label) => [label, 1 / 7]));
        return { update, forget() {} };
      },
    };
    const plugin = definePlugin({
      name: 'uniform',
      apiVersion: 1,
      contributes: { postprocessors: [uniform] },
    });
    const fer = await createRecognizer({
      weights: randomWeights(tinyCnn),
      plugins: [tinyPlugin, plugin],
      detector: false,
    });
    const picture = { data: new Uint8Array(30), width: 5, height: 6 };
    const watching = fer.watch(camera([picture], 1), { smoothing: { id: 'uniform', strength: 3 } });
    expect((await watching.next()).value!.faces).toMatchObject([{ id: 1, confidence: 1 / 7 }]);
    expect(options).toEqual([{ strength: 3 }]);
    await expect(
      fer.watch(camera([picture], 1), { smoothing: { id: 'unifrm' } }).next(),
    ).rejects.toMatchObject({
      code: 'FER_UNKNOWN_ID',
      message: expect.stringContaining('Did you mean "uniform"? Available: uniform, exponential.'),
    });
    fer.dispose();
  });
});

it.each<[unknown, object]>([
  [[], {}],
  ['video.mp4', {}],
  [null, {}],
  [{ kind: 'audio' }, {}],
  [camera([], 0), { fps: 0 }],
  [camera([], 0), { fps: Number.NaN }],
  [camera([], 0), { smothing: false }],
  [camera([], 0), { signal: 7 }],
])('refuses to watch %j with %j', async (source, options) => {
  await expect(watchSlowly(source as never, 0, options).results.next()).rejects.toMatchObject({
    code: 'FER_INVALID_ARGUMENT',
  });
});
