import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WeightsSource } from '@fer/core';
import { expect, it } from 'vitest';
import { BUNDLED_FILES, DEFAULT_WEIGHTS } from '../../bundled-files.ts';
import { loadWeights } from '../load-weights.ts';
import { bundled } from './bundled.ts';

const source: WeightsSource = bundled;

const folder = fileURLToPath(new URL('../../../weights/', import.meta.url));

it('knows its own ids only', () => {
  expect(source.matches(DEFAULT_WEIGHTS)).toBe(true);
  expect(source.matches('./tutorial-cnn')).toBe(false);
  expect(source.matches('toString')).toBe(false);
});

it('names a file that it does not have', async () => {
  const files = await source.open(DEFAULT_WEIGHTS);
  await expect(files.read('weights-99.bin')).rejects.toMatchObject({
    code: 'FER_WEIGHTS_NOT_FOUND',
    message: expect.stringMatching(/'tutorial-cnn' of @fer\/model .*weights-99\.bin/),
  });
});

it.each(Object.keys(BUNDLED_FILES))('lists exactly the files of %s', async (id) => {
  const names = existsSync(folder + id) ? readdirSync(folder + id).sort() : [];
  const listed = BUNDLED_FILES[id]!();
  if (names.length > 0) {
    expect(names).toEqual([...listed.keys()].sort());
    expect((await loadWeights(id)).labels).toHaveLength(7);
  } else {
    await expect(loadWeights(id)).rejects.toMatchObject({ code: 'FER_WEIGHTS_NOT_FOUND' });
  }
  for (const [fileName, url] of listed) expect(fileURLToPath(url)).toBe(`${folder}${id}/${fileName}`);
});
