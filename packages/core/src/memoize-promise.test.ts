import { describe, expect, it } from 'vitest';
import { memoizePromise } from './memoize-promise.ts';

describe('memoizePromise', () => {
  it('starts once and shares the promise, pending and fulfilled', async () => {
    let starts = 0;
    const load = memoizePromise(async () => ++starts);
    const first = load();
    expect(load()).toBe(first);
    expect(await first).toBe(1);
    expect(load()).toBe(first);
    expect(starts).toBe(1);
  });

  it('forgets a failure, so that the next call tries again', async () => {
    let starts = 0;
    const load = memoizePromise(async () => {
      starts++;
      if (starts === 1) throw new Error('no network');
      return starts;
    });
    const attempts = [load(), load()];
    for (const attempt of attempts) await expect(attempt).rejects.toThrow('no network');
    expect(starts).toBe(1);
    expect(await load()).toBe(2);
  });

  it('rejects if the start throws at once', async () => {
    const load = memoizePromise((): Promise<never> => {
      throw new Error('at once');
    });
    await expect(load()).rejects.toThrow('at once');
  });
});
