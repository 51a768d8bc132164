import { createRandom } from '@fer/core';
import { expect, it } from 'vitest';
import { differenceHashes } from './difference-hash.ts';

function bitsOf(hashes: Uint32Array, image = 0): number[] {
  return Array.from({ length: 64 }, (_, bit) => (hashes[2 * image + (bit >> 5)]! >>> (bit & 31)) & 1);
}

it('sets a bit where the right one of two neighbours is brighter', () => {
  const random = createRandom(1);
  const image = Uint8Array.from({ length: 72 }, () => random.integer(256));
  const expected = Array.from({ length: 64 }, (_, bit) => {
    const at = Math.floor(bit / 8) * 9 + (bit % 8);
    return image[at + 1]! > image[at]! ? 1 : 0;
  });
  expect(bitsOf(differenceHashes(image, 1, 9, 8))).toEqual(expected);
});

it.each([
  [48, 48],
  [20, 11],
  [5, 3],
])('averages areas of a %i×%i image', (width, height) => {
  const random = createRandom(2);
  const images = Uint8Array.from({ length: 3 * width * height }, () => random.integer(256));
  const hashes = differenceHashes(images, 3, width, height);
  for (let image = 0; image < 3; image++) {
    // Each pixel drawn as 9×8 small ones makes every area a whole number of pixels.
    const mean = (column: number, row: number): number => {
      let sum = 0;
      for (let y = row * height; y < (row + 1) * height; y++) {
        for (let x = column * width; x < (column + 1) * width; x++) {
          sum += images[(image * height + Math.floor(y / 8)) * width + Math.floor(x / 9)]!;
        }
      }
      return sum;
    };
    const expected = Array.from({ length: 64 }, (_, bit) => {
      const row = Math.floor(bit / 8);
      return mean((bit % 8) + 1, row) > mean(bit % 8, row) ? 1 : 0;
    });
    expect(bitsOf(hashes, image)).toEqual(expected);
  }
});

it('is the same in other light', () => {
  const random = createRandom(3);
  const image = Uint8Array.from({ length: 48 * 48 }, () => random.integer(100));
  const lit = image.map((level) => 2 * level + 30);
  expect(differenceHashes(lit, 1, 48, 48)).toEqual(differenceHashes(image, 1, 48, 48));
});

it('of a constant image has no bit set', () => {
  expect([...differenceHashes(new Uint8Array(48 * 48).fill(77), 1, 48, 48)]).toEqual([0, 0]);
});
