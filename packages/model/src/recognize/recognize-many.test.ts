import { FerError, type ImageSource, nextTask } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { randomWeights, tinyCnn, tinyPlugin } from '../weights/__fixtures__/tiny-weights.ts';
import { deferred } from './__fixtures__/deferred.ts';
import { createRecognizer } from './create-recognizer.ts';
import type { RecognizedFace } from './face-result.ts';
import { recognizeMany } from './recognize-many.ts';

const names = (count: number) => Array.from({ length: count }, (_, i) => `picture ${i}`);

/** Gives as a face's emotion the source, the later the earlier it was asked for; notes what is at work. */
function slowLook() {
  const asked: ImageSource[] = [];
  const signals: AbortSignal[] = [];
  let atWork = 0;
  const noted = { asked, signals, most: 0, look };
  async function look(source: ImageSource, signal: AbortSignal): Promise<RecognizedFace<string>[]> {
    asked.push(source);
    signals.push(signal);
    noted.most = Math.max(noted.most, ++atWork);
    await new Promise((resolve) => setTimeout(resolve, 10 - (asked.length % 10)));
    atWork--;
    if (source === 'bad') throw new FerError('FER_IMAGE_DECODE', 'bad');
    return [{ emotion: source } as RecognizedFace<string>];
  }
  return noted;
}

describe('many pictures', () => {
  it.each([1, 3, 50])('give one result each, in order, %i at once', async (concurrency) => {
    const noted = slowLook();
    const sources = [...names(20), 'bad', 'last'];
    const results = [];
    for await (const result of recognizeMany(noted.look, sources, { concurrency })) results.push(result);
    expect(results.map(({ index, source }) => [index, source])).toEqual([...sources.entries()]);
    expect(results[20]).toMatchObject({ error: { code: 'FER_IMAGE_DECODE' } });
    expect(results[20]).not.toHaveProperty('faces');
    expect(results[21]).toMatchObject({ faces: [{ emotion: 'last' }] });
    expect(noted.most).toBe(Math.min(concurrency, sources.length));
  });

  it('are read no further ahead than that, from an endless source, which is told when nobody reads on', async () => {
    const noted = slowLook();
    let read = 0;
    let isClosed = false;
    async function* endless() {
      try {
        while (true) yield `picture ${read++}`;
      } finally {
        isClosed = true;
      }
    }
    for await (const { index } of recognizeMany(noted.look, endless(), { concurrency: 4 })) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(read).toBe(index + 4);
      if (index === 5) break;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([read, isClosed]).toEqual([9, true]);
  });

  it('are told as they come, while the source is waited for', async () => {
    const second = deferred<string>();
    async function* slow() {
      yield 'first';
      yield await second.promise;
    }
    const results = recognizeMany(slowLook().look, slow());
    expect((await results.next()).value).toMatchObject({ source: 'first' });
    second.resolve('second');
    expect((await results.next()).value).toMatchObject({ source: 'second' });
    expect(await results.next()).toEqual({ done: true, value: undefined });
  });

  it('may be none', async () => {
    expect(await recognizeMany(slowLook().look, []).next()).toEqual({ done: true, value: undefined });
  });
});

describe('it ends', () => {
  it('with what the source throws, after the results before it', async () => {
    function* broken() {
      yield 'first';
      throw new Error('no more');
    }
    const results = recognizeMany(slowLook().look, broken());
    expect((await results.next()).value).toMatchObject({ source: 'first' });
    await expect(results.next()).rejects.toThrow('no more');
  });

  it('when aborted, also while the source gives nothing', async () => {
    const controller = new AbortController();
    async function* never() {
      yield 'first';
      await new Promise(() => {});
    }
    const noted = slowLook();
    const results = recognizeMany(noted.look, never(), { signal: controller.signal });
    await results.next();
    const next = results.next();
    controller.abort(new Error('enough'));
    await expect(next).rejects.toThrow('enough');
  });

  it('stopping each picture that is at work by a signal of its own, and beginning no other', async () => {
    const controller = new AbortController();
    const signals: AbortSignal[] = [];
    const look = (_: ImageSource, signal: AbortSignal) => {
      signals.push(signal);
      return signals.length === 1 ? Promise.resolve([]) : new Promise<never>(() => {});
    };
    const lastSource = deferred<string>();
    async function* sources() {
      yield* names(12);
      yield lastSource.promise;
    }
    const { signal } = controller;
    const results = recognizeMany(look, sources(), { concurrency: 20, signal });
    await results.next();
    const next = results.next();
    await nextTask();
    controller.abort(new Error('enough'));
    await expect(next).rejects.toThrow('enough');
    lastSource.resolve('last');
    await nextTask();
    expect(signals).toHaveLength(12);
    // Node warns of a signal that more than ten listen to.
    expect(new Set(signals).size).toBe(12);
    const [first, ...others] = signals;
    expect(first!.aborted).toBe(false);
    for (const { reason } of others) expect(reason).toEqual(new Error('enough'));
  });

  it('with an error that is no picture’s', async () => {
    const fail = async () => {
      throw new TypeError('a bug');
    };
    await expect(recognizeMany(fail, ['one']).next()).rejects.toThrow('a bug');
  });
});

it.each([
  [7, {}, undefined],
  ['photo.jpg', {}, undefined],
  [[], { concurrency: 0 }, 'concurrency'],
  [[], { concurrency: 1e9 }, 'concurrency'],
  [[], { concurrncy: 2 }, 'concurrncy'],
])('refuses %j with %j', async (sources, options, option) => {
  await expect(
    recognizeMany(slowLook().look, sources as never, options as never).next(),
  ).rejects.toMatchObject({
    code: 'FER_INVALID_ARGUMENT',
    ...(option && { details: { option } }),
  });
});

it('is a method of recognizers, with the answers of `recognize`, until they are disposed of', async () => {
  const fer = await createRecognizer({
    weights: randomWeights(tinyCnn),
    plugins: [tinyPlugin],
    detector: false,
  });
  const pictures = [3, 9, 200].map((level) => ({
    data: new Uint8Array(30).fill(level),
    width: 5,
    height: 6,
  }));
  const results = fer.recognizeMany([...pictures, '/no/such.jpg']);
  for (const [index, source] of pictures.entries()) {
    const { value } = await results.next();
    expect(value).toEqual({ index, source, faces: await fer.recognize(source) });
  }
  expect((await results.next()).value).toMatchObject({ error: { code: 'FER_IMAGE_NOT_FOUND' } });
  fer.dispose();
  await expect(fer.recognizeMany(pictures).next()).rejects.toMatchObject({ code: 'FER_DISPOSED' });
});
