import { expect, it } from 'vitest';
import { murmur3 } from './murmur3.ts';

// Test vectors collected by Ian Boyd for MurmurHash3_x86_32, stackoverflow.com/a/31929528.
const vectors: [bytes: number[] | string, seed: number, hash: number][] = [
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['', 0xffffffff, 0x81f16f39],
  [[0xff, 0xff, 0xff, 0xff], 0, 0x76293b50],
  [[0x21, 0x43, 0x65, 0x87], 0, 0xf55b516b],
  [[0x21, 0x43, 0x65, 0x87], 0x5082edee, 0x2362f9de],
  [[0x21, 0x43, 0x65], 0, 0x7e4a8634],
  [[0x21, 0x43], 0, 0xa0f7b07a],
  [[0x21], 0, 0x72661cf4],
  [[0, 0, 0], 0, 0x85f0b427],
  ['test', 0, 0xba6bd213],
  ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
];

it.each(vectors)('hashes %j with seed %i as published', (input, seed, hash) => {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : Uint8Array.from(input);
  expect(murmur3(bytes, seed)).toBe(hash);
});

it('does not depend on where a view starts', () => {
  const bytes = Uint8Array.from([9, 0x21, 0x43, 0x65, 0x87, 9]);
  expect(murmur3(bytes.subarray(1, 5))).toBe(0xf55b516b);
});
