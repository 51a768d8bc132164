import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EMOTIONS } from '@fer/core';
import { randomModel } from '@fer/graph/test';
import { miniXception } from '@fer/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportWeights } from '../src/export-weights.ts';

const folder = mkdtempSync(join(import.meta.dirname, 'docs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  const input = { ...miniXception.input, width: 64, height: 64, range: [-1, 1] } as const;
  const { layers } = miniXception.build({}, EMOTIONS.length);
  const model = randomModel({ inputs: { input: [64, 64, 1] }, layers }, EMOTIONS);
  const weights = { ...model, input, architecture: { id: 'x', config: {} }, licence: 'Apache-2.0' };
  const files = await exportWeights(weights, 'keras-h5');
  writeFileSync(join(folder, 'mini_xception.h5'), files.get('model.h5')!);
});

it('runs what "Bring your own weights" shows', async () => {
  const page = readFileSync(new URL('../../../docs/weights.md', import.meta.url), 'utf8');
  const [, code] = page.match(/```ts\n([\s\S]+?)```/)!;
  const here = (name: string) => JSON.stringify(join(folder, name));
  const photo = 'const photo = { data: new Uint8Array(9216).fill(90), width: 96, height: 96, channels: 1 };';
  const file = join(folder, 'snippet.ts');
  const runnable = code!
    .replace("'mini_xception.h5'", here('mini_xception.h5'))
    .replace('{ weights })', '{ weights, detector: false })')
    .replace("'my-weights'", here('my-weights'));
  writeFileSync(file, `${photo}\n${runnable}`);
  const { faces, notes } = await import(/* @vite-ignore */ file);
  expect(notes).toEqual([]);
  expect(faces).toHaveLength(1);
  expect(Object.keys(faces[0].scores)).toEqual([...EMOTIONS]);
  const manifest = JSON.parse(readFileSync(join(folder, 'my-weights', 'fer.json'), 'utf8'));
  expect(manifest).toMatchObject({ formatVersion: 2, input: { range: [-1, 1] } });
});
