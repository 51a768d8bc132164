import { createHash } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { sha256 } from './sha256.ts';
import { sha256InScript } from './sha256-in-script.ts';

const bytesOf = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 131 + length) & 255);

afterEach(() => vi.unstubAllGlobals());

it('agrees with OpenSSL on every length around the block size, with and without Web Crypto', async () => {
  for (const length of [...Array.from({ length: 200 }, (_, i) => i), 100_000]) {
    const bytes = bytesOf(length);
    const expected = createHash('sha256').update(bytes).digest('hex');
    expect(Buffer.from(sha256InScript(bytes)).toString('hex')).toBe(expected);
    expect(await sha256(bytes)).toBe(expected);
  }
});

it('works on a page without Web Crypto', async () => {
  vi.stubGlobal('crypto', {});
  // FIPS 180-2, appendix B.1
  expect(await sha256(new TextEncoder().encode('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
