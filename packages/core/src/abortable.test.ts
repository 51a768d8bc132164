import { expect, it } from 'vitest';
import { abortable } from './abortable.ts';

const endless = new Promise<never>(() => {});
const reason = new Error('enough');

it('gives what the work gives', async () => {
  expect(await abortable(Promise.resolve(7), new AbortController().signal)).toBe(7);
  await expect(abortable(Promise.reject(reason), undefined)).rejects.toBe(reason);
});

it('stops waiting with the reason that was given', async () => {
  const controller = new AbortController();
  const waiting = abortable(endless, controller.signal);
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(abortable(endless, controller.signal)).rejects.toBe(reason);
});

it('leaves no listener behind, and no rejection unheard', async () => {
  let listeners = 0;
  const signal = new AbortController().signal;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listeners++;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listeners--;
    removeEventListener.apply(signal, args);
  };
  await abortable(Promise.resolve(), signal);
  await abortable(Promise.reject(reason), signal).catch(() => {});
  expect(listeners).toBe(0);

  let fail = (_: Error) => {};
  const late = new Promise((_, reject) => {
    fail = reject;
  });
  await abortable(late, AbortSignal.abort(reason)).catch(() => {});
  // Node would end the process, and Vitest the run, if nobody had listened.
  fail(new Error('too late'));
  await new Promise((resolve) => setTimeout(resolve));
});
