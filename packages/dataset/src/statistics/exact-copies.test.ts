import { createRandom, murmur3 } from '@fer/core';
import { expect, it } from 'vitest';
import { groupExactCopies } from './exact-copies.ts';

it('tells images apart that share a hash', () => {
  // Among 300,000 images of eight random bytes about ten pairs share one of 2³² hashes.
  const random = createRandom(1);
  const count = 300_000;
  const images = Uint8Array.from({ length: 8 * count }, () => random.integer(256));
  const hashes = new Set(
    Array.from({ length: count }, (_, row) => murmur3(images.subarray(8 * row, 8 * row + 8))),
  );
  expect(hashes.size).toBeLessThan(count);
  expect(groupExactCopies(images, count).classes).toHaveLength(count);
});

it('groups equal images in order and keeps constant ones apart', () => {
  const images = Uint8Array.from([1, 2, 5, 5, 3, 4, 1, 2, 0, 0, 1, 2, 3, 4, 2, 1]);
  expect(groupExactCopies(images, 8)).toEqual({ constant: [1, 4], classes: [[0, 3, 5], [2, 6], [7]] });
});
