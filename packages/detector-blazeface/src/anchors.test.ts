import { expect, it } from 'vitest';
import { ANCHOR_GRIDS, anchorCentre } from './anchors.ts';

it('are 896, those of small faces twice and of large ones six times in the middle of each cell', () => {
  const [small, large] = ANCHOR_GRIDS.map((grid) =>
    Array.from({ length: grid.cells ** 2 * grid.perCell }, (_, i) => anchorCentre(i, grid)),
  );
  expect(small!.length + large!.length).toBe(896);
  expect(small!.slice(0, 3)).toEqual([
    { x: 1 / 32, y: 1 / 32 },
    { x: 1 / 32, y: 1 / 32 },
    { x: 3 / 32, y: 1 / 32 },
  ]);
  expect(small!.at(-1)).toEqual({ x: 31 / 32, y: 31 / 32 });
  expect(large!.slice(6 * 8, 6 * 8 + 1)).toEqual([{ x: 1 / 16, y: 3 / 16 }]);
  expect(large!.slice(0, 6)).toEqual(Array(6).fill({ x: 1 / 16, y: 1 / 16 }));
});
