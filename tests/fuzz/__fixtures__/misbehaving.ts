import { FerError } from '@fer/core';
import type { FuzzTarget } from '../target.ts';

/** What case 2 of seed 1 draws, and none of its neighbours. */
const DRAWN_IN_CASE_2 = 96;
const kept: Uint8Array[] = [];

/** A target of which case 2 goes wrong, in its own way. */
function misbehaving(name: string, misbehave: (signal: AbortSignal) => unknown): FuzzTarget {
  return {
    name,
    run: async (random, signal) => {
      if (random.integer(100) === DRAWN_IN_CASE_2) await misbehave(signal);
      return 'ok';
    },
  };
}

export const ferError = misbehaving('fer-error', () => {
  throw new FerError('FER_DATA_ROW', 'As it should be.');
});
export const rawError = misbehaving('raw-error', () => (undefined as unknown as string).length);
export const difference = misbehaving('difference', () => {
  throw new Error('finding: 1 is not 2');
});
export const endless = misbehaving('endless', () => {
  for (;;);
});
export const waiting = misbehaving('waiting', (signal) => {
  return new Promise((resolve) => signal.addEventListener('abort', resolve));
});
export const rejection = misbehaving('rejection', () => {
  Promise.reject(new TypeError('nobody waits for this'));
  return new Promise((resolve) => setTimeout(resolve, 50));
});
export const transient = misbehaving('transient', () => void new Uint8Array(400 * 2 ** 20).fill(1));
export const huge = misbehaving('huge', () => {
  for (;;) kept.push(new Uint8Array(64 * 2 ** 20).fill(1));
});

/** Keeps 60 MB a case. */
export const leaking: FuzzTarget = {
  name: 'leaking',
  run: async () => {
    kept.push(new Uint8Array(60 * 2 ** 20).fill(1));
    return 'ok';
  },
};
