import { expect, it } from 'vitest';
import { ANCHOR_GRIDS, anchorCentre } from './anchors.ts';

const [small, large] = ANCHOR_GRIDS as [(typeof ANCHOR_GRIDS)[0], (typeof ANCHOR_GRIDS)[0]];

it('are those of small faces twice and of large ones six times in the middle of each cell, row by row', () => {
  const first = [0, 1, 2].map((i) => anchorCentre(i, 256, small));
  expect(first).toEqual([
    { x: 8, y: 8 },
    { x: 8, y: 8 },
    { x: 24, y: 8 },
  ]);
  // 896 of 256×256 pixels: 16×16×2 and 8×8×6.
  expect(anchorCentre(511, 256, small)).toEqual({ x: 248, y: 248 });
  expect(anchorCentre(383, 256, large)).toEqual({ x: 240, y: 240 });
  expect(anchorCentre(6 * 8, 256, large)).toEqual({ x: 16, y: 48 });
  expect(anchorCentre(5, 256, large)).toEqual({ x: 16, y: 16 });
});

it('lie as close in pictures that are not as wide', () => {
  expect(anchorCentre(2 * 10, 160, small)).toEqual({ x: 8, y: 24 });
  expect(anchorCentre(6 * 5 - 1, 160, large)).toEqual({ x: 144, y: 16 });
});
