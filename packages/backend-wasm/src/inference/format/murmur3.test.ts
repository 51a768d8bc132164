import { expect, it } from 'vitest';
import { murmur3 } from './murmur3.ts';

// Of the reference implementation (SMHasher): "" and "test", seed 0.
it.each([
  ['', 0],
  ['test', 0xba6bd213],
])('hashes %j as the reference does', (text, hash) => {
  const bytes = new TextEncoder().encode(text);
  expect(murmur3(new Uint32Array(bytes.buffer))).toBe(hash);
});
