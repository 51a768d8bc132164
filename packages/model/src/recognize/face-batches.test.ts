import { nextTask } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { deferred } from './__fixtures__/deferred.ts';
import { FaceBatches } from './face-batches.ts';

const face = (value: number) => Float32Array.of(value);

/** A network that doubles, and notes how large its batches are. */
function noted() {
  const sizes: number[] = [];
  const batches = new FaceBatches(async (pixels, count) => {
    sizes.push(count);
    return pixels.map((value) => value * 2);
  });
  const recognize = async (
    value: number,
    { faces = 1, signal }: { faces?: number; signal?: AbortSignal } = {},
  ) => {
    const { inputs } = await batches.prepare(async () => ({
      inputs: Array.from({ length: faces }, (_, i) => face(value + i)),
    }));
    return (await batches.predict(inputs, signal)).map(([double]) => double);
  };
  return { sizes, batches, recognize };
}

describe('faces of several pictures', () => {
  it('go through the network together, and each picture gets its own', async () => {
    const { sizes, recognize } = noted();
    const answers = await Promise.all([recognize(1), recognize(10, { faces: 2 }), recognize(20)]);
    expect(answers).toEqual([[2], [20, 22], [40]]);
    expect(sizes).toEqual([4]);
  });

  it('are at most 16 at once, unless one picture has more', async () => {
    const { sizes, recognize } = noted();
    const few = Array.from({ length: 40 }, (_, i) => recognize(i));
    expect((await Promise.all([...few, recognize(100, { faces: 20 })])).at(-1)).toHaveLength(20);
    expect(sizes).toEqual([16, 16, 8, 20]);
  });

  it('leave the event loop its turn between batches', async () => {
    const { sizes, recognize } = noted();
    let done = false;
    const all = Promise.all(Array.from({ length: 64 }, (_, i) => recognize(i))).then(() => {
      done = true;
    });
    const seen: number[] = [];
    while (!done) {
      await nextTask();
      seen.push(sizes.length);
    }
    await all;
    expect(seen).toEqual(expect.arrayContaining([1, 2, 3, 4]));
  });
});

it('waits for a picture that is on its way no longer than a turn', async () => {
  const { sizes, batches, recognize } = noted();
  const slow = deferred<{ inputs: Float32Array[] }>();
  const late = batches.prepare(() => slow.promise);
  expect(await recognize(1)).toEqual([2]);
  expect(sizes).toEqual([1]);
  slow.resolve({ inputs: [] });
  await late;
});

it('makes pictures wait while a batch is full', async () => {
  const { promise, resolve } = deferred<Float32Array>();
  const batches = new FaceBatches(() => promise);
  const inputs = Array.from({ length: 16 }, () => face(1));
  const first = batches.predict([face(1)], undefined);
  const second = batches.predict(inputs, undefined);
  let isPrepared = false;
  const third = batches
    .prepare(async () => ({ inputs }))
    .then(() => {
      isPrepared = true;
    });
  await nextTask();
  expect(isPrepared).toBe(false);
  resolve(new Float32Array(16));
  await Promise.all([first, second, third]);
});

it('drops those that are aborted, and fails those alone whose batch fails', async () => {
  const { sizes, recognize } = noted();
  const controller = new AbortController();
  const aborted = recognize(1, { signal: controller.signal });
  const other = recognize(2);
  controller.abort(new Error('enough'));
  await expect(aborted).rejects.toThrow('enough');
  expect(await other).toEqual([4]);
  expect(sizes).toEqual([1]);

  let calls = 0;
  const batches = new FaceBatches(async (pixels) => {
    if (calls++ === 0) throw new Error('trap');
    return pixels;
  });
  await expect(batches.predict([face(1)], undefined)).rejects.toThrow('trap');
  expect(await batches.predict([face(3)], undefined)).toEqual([face(3)]);
});
