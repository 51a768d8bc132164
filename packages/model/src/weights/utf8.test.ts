import { afterEach, expect, it, vi } from 'vitest';
import { randomWeights, tinyCnn } from './__fixtures__/tiny-weights.ts';
import { memoryWeightsFiles } from './memory-weights-files.ts';
import { readWeights } from './read-weights.ts';
import { serializeWeights } from './serialize-weights.ts';
import { decodeUtf8 } from './utf8.ts';

afterEach(() => vi.unstubAllGlobals());

const weights = { ...randomWeights(tinyCnn), labels: ['wütend', '😀', 'c', 'd', 'e', 'f', 'g'] };

it("reads and writes where Node is there, but its globals are not, as in Jest's jsdom", async () => {
  const files = await serializeWeights(weights);
  vi.stubGlobal('TextDecoder', undefined);
  vi.stubGlobal('TextEncoder', undefined);
  expect(await serializeWeights(weights)).toEqual(files);
  expect(await readWeights(memoryWeightsFiles(files))).toEqual(weights);
});

it('says what is missing where there is no Node either', async () => {
  const files = await serializeWeights(weights);
  vi.stubGlobal('TextDecoder', undefined);
  vi.stubGlobal('process', undefined);
  await expect(readWeights(memoryWeightsFiles(files))).rejects.toMatchObject({
    code: 'FER_RUNTIME_UNAVAILABLE',
    message: expect.stringContaining('has no `TextDecoder`'),
  });
});

it('refuses what is no UTF-8', () => {
  expect(() => decodeUtf8(Uint8Array.of(0x22, 0xff))).toThrow(TypeError);
});
