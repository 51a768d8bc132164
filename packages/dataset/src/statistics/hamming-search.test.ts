import { createRandom } from '@fer/core';
import { expect, it } from 'vitest';
import { forEachPairWithin } from './hamming-search.ts';

/** Hashes in clusters, so that there are pairs at every small distance. */
function clustered(count: number): Uint32Array {
  const random = createRandom(5);
  const hashes = new Uint32Array(2 * count);
  for (let index = 0; index < count; index++) {
    const centre = index % 10;
    hashes[2 * index] = Math.imul(centre + 1, 0x9e3779b9);
    hashes[2 * index + 1] = Math.imul(centre + 1, 0x85ebca6b);
    for (let flips = random.integer(10); flips > 0; flips--) {
      hashes[2 * index + random.integer(2)]! ^= 1 << random.integer(32);
    }
  }
  return hashes;
}

function distance(hashes: Uint32Array, a: number, b: number): number {
  const bits = (word: number) => (word >>> 0).toString(2).replaceAll('0', '').length;
  return bits(hashes[2 * a]! ^ hashes[2 * b]!) + bits(hashes[2 * a + 1]! ^ hashes[2 * b + 1]!);
}

it.each([0, 3, 4, 7, 10, 15])('finds each pair within %i bits once', (maxDistance) => {
  const hashes = clustered(300);
  const expected: string[] = [];
  for (let a = 0; a < 300; a++) {
    for (let b = a + 1; b < 300; b++) if (distance(hashes, a, b) <= maxDistance) expected.push(`${a} ${b}`);
  }
  const found: string[] = [];
  forEachPairWithin(hashes, maxDistance, (a, b) => found.push(`${a} ${b}`));
  expect(expected.length).toBeGreaterThan(0);
  expect(found.sort()).toEqual(expected.sort());
});

it('finds nothing among one or none', () => {
  forEachPairWithin(new Uint32Array(0), 15, () => expect.unreachable());
  forEachPairWithin(new Uint32Array(2), 15, () => expect.unreachable());
});
