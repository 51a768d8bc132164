import type { Window } from '../reference/window.ts';
import { layOut, type Pair } from '../reference/window.ts';
import { fc } from './settings.ts';

interface Limits {
  readonly largestFilter: number;
  readonly largestDilation: number;
}

const pair = (smallest: number, largest: number): fc.Arbitrary<Pair> =>
  fc.tuple(fc.integer({ min: smallest, max: largest }), fc.integer({ min: smallest, max: largest }));

const pads = (largest: number): fc.Arbitrary<Window['pad']> => {
  const side = fc.integer({ min: 0, max: largest });
  return fc.oneof(
    fc.constant('same' as const),
    fc.constant('valid' as const),
    fc.tuple(side, side, side, side),
  );
};

/** Windows of any kind that have at least one position. tfjs takes strides or dilations over 1, not both. */
export function windows({ largestFilter, largestDilation }: Limits): fc.Arbitrary<Window> {
  return fc
    .record({
      size: pair(1, 14),
      filter: pair(1, largestFilter),
      strides: pair(1, 3),
      dilations: pair(1, largestDilation),
      isDilated: fc.boolean(),
      pad: pads(2),
    })
    .map(({ isDilated, strides, dilations, ...rest }) => ({
      ...rest,
      strides: isDilated ? ([1, 1] as const) : strides,
      dilations: isDilated ? dilations : ([1, 1] as const),
    }))
    .filter((window) => layOut(window).out.every((count) => count > 0));
}

/** What most networks are made of, 3×3 and stride 1, on images large enough for Winograd's tiles and their edges. */
export const windows3x3: fc.Arbitrary<Window> = fc.record({
  size: pair(3, 21),
  filter: fc.constant([3, 3] as const),
  strides: fc.constant([1, 1] as const),
  dilations: fc.constant([1, 1] as const),
  pad: pads(1),
});

/** Channel counts on both sides of every width that a kernel works in. */
export const channels = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 24, 32, 33);

/** A window's padding as tfjs wants it. */
export function tfjsPad({ pad }: Window): 'same' | 'valid' {
  if (pad === 'same' || pad === 'valid') return pad;
  const [top, bottom, left, right] = pad;
  // The type of tf.conv2d leaves out explicit paddings with four sides.
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ] as unknown as 'same';
}
