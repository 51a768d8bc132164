import { crc32 as zlibCrc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { crc32 } from './crc32.ts';

it('gives the check value of the catalogue, and what zlib gives, in one piece or several', () => {
  const digits = new TextEncoder().encode('123456789');
  expect(crc32(digits)).toBe(0xcbf43926);
  expect(crc32(digits.subarray(4), crc32(digits.subarray(0, 4)))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array())).toBe(0);
  const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * i) >> 3);
  expect(crc32(bytes)).toBe(zlibCrc32(bytes));
});
