import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { deferred } from './__fixtures__/deferred.ts';
import { PictureQueue } from './picture-queue.ts';

/** Work that ends when it is told to. */
function startWork(queue: PictureQueue, signal?: AbortSignal) {
  const { promise, resolve, reject } = deferred<string>();
  const work = { hasBegun: false, resolve, reject, result: Promise.resolve('') };
  work.result = queue.hold(() => {
    work.hasBegun = true;
    return promise;
  }, signal);
  work.result.catch(() => {});
  return work;
}

it('holds as many as it may, and the others in the order in which they came', async () => {
  const queue = new PictureQueue(2);
  const works = [1, 2, 3, 4].map(() => startWork(queue));
  const begun = () => works.map(({ hasBegun }) => hasBegun);
  expect(begun()).toEqual([true, true, false, false]);
  works[1]!.reject(new Error('a bad picture'));
  await expect(works[1]!.result).rejects.toThrow('a bad picture');
  await sleep(5);
  expect(begun()).toEqual([true, true, true, false]);
  for (const [i, { resolve }] of works.entries()) resolve(`picture ${i}`);
  expect(await works[3]!.result).toBe('picture 3');
});

it('lets one go that is aborted while it waits, and no other', async () => {
  const queue = new PictureQueue(1);
  const controller = new AbortController();
  const [first, second, third] = [
    startWork(queue),
    startWork(queue, controller.signal),
    startWork(queue),
  ] as const;
  controller.abort(new Error('enough'));
  await expect(second.result).rejects.toThrow('enough');
  const late = startWork(queue, controller.signal);
  await expect(late.result).rejects.toThrow('enough');
  first.resolve('first');
  third.resolve('third');
  expect([await first.result, await third.result]).toEqual(['first', 'third']);
  expect([second.hasBegun, late.hasBegun]).toEqual([false, false]);
});

it('turns those away that wait when it is closed', async () => {
  const queue = new PictureQueue(1);
  const [held, waiting] = [startWork(queue), startWork(queue)];
  queue.close(new Error('closed'));
  await expect(waiting.result).rejects.toThrow('closed');
  held.resolve('held');
  expect(await held.result).toBe('held');
});
