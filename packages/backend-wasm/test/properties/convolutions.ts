import type { ConvAlgorithm } from '../../src/steps/choose-conv-algorithm.ts';
import { randomValues } from '../on-backends.ts';
import type { Conv2D } from '../reference/conv2d.ts';
import { layOut } from '../reference/window.ts';
import { fc } from './settings.ts';
import { channels, windows, windows3x3 } from './windows.ts';

/** What can be asked for; what does not fit a shape falls back to what the rules choose. */
export const algorithms: readonly (ConvAlgorithm | undefined)[] = [
  undefined,
  'gemm',
  'winograd2',
  'winograd3',
  'winograd4',
  'winograd6',
];

/** Multiplications, so that the reference takes milliseconds. */
const largestWork = 3e6;

function work({ batch, window, inChannels, outChannels }: Conv2D): number {
  const { out } = layOut(window);
  return batch * out[0] * out[1] * window.filter[0] * window.filter[1] * inChannels * outChannels;
}

/** Convolutions of any shape. */
export const convolutions = (largestDilation: number): fc.Arbitrary<Conv2D> =>
  fc
    .record({
      batch: fc.integer({ min: 1, max: 4 }),
      window: fc.oneof(windows3x3, windows({ largestFilter: 5, largestDilation })),
      inChannels: channels,
      outChannels: channels,
    })
    .filter((conv) => work(conv) <= largestWork);

const wide = fc.constantFrom(16, 32, 48, 64);

/** Large enough for every algorithm to pay. */
export const largeConvolutions: fc.Arbitrary<Conv2D> = fc
  .record({ batch: fc.integer({ min: 1, max: 4 }), window: windows3x3, inChannels: wide, outChannels: wide })
  .filter((conv) => work(conv) <= largestWork && work(conv) > 5e5);

/** Inputs, filter and gradient of the outputs, in -1..1. */
export function tensorsOf({ batch, window, inChannels, outChannels }: Conv2D, seed: number) {
  const { out } = layOut(window);
  return {
    x: randomValues([batch, ...window.size, inChannels], seed),
    filter: randomValues([...window.filter, inChannels, outChannels], seed + 1),
    dy: randomValues([batch, ...out, outChannels], seed + 2),
  };
}
