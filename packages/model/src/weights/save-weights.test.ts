import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomWeights, tinyCnn, tinyPlugin } from './__fixtures__/tiny-weights.ts';
import { loadWeights } from './load-weights.ts';
import { saveWeights } from './save-weights.ts';

const first = randomWeights(tinyCnn, { seed: 1 });
const second = randomWeights(tinyCnn, { seed: 2 });
const load = (folder: string) => loadWeights(folder, { plugins: [tinyPlugin] });

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fer-save-'));
});
afterEach(() => rm(root, { recursive: true }));

it('makes the directory, and all above it', async () => {
  const folder = join(root, 'a', 'b c');
  await saveWeights(pathToFileURL(folder), first);
  expect((await readdir(folder)).sort()).toEqual(['fer.json', 'weights-1.bin']);
  expect(await load(folder)).toEqual(first);
});

it('stores float16 on request', async () => {
  await saveWeights(root, first, { dtype: 'float16' });
  const { tensors } = JSON.parse(await readFile(join(root, 'fer.json'), 'utf8'));
  expect(tensors[0]).toMatchObject({ name: 'conv1/kernel', dtype: 'float16', byteLength: 54 });
});

describe('over weights that are there', () => {
  it('replaces them again and again and leaves nothing of the old ones', async () => {
    await saveWeights(root, first, { shardByteLength: 200 });
    for (const weights of [second, first, second]) {
      await saveWeights(root, weights);
      expect(await load(root)).toEqual(weights);
      expect(await readdir(root)).toHaveLength(2);
    }
  });

  it('never touches the files in use before the manifest is replaced', async () => {
    await saveWeights(root, first);
    const manifest = await readFile(join(root, 'fer.json'));
    // Killed after the last shard: the new ones are there, the manifest is the old one.
    await saveWeights(root, second);
    await saveWeights(root, first);
    await writeFile(join(root, 'weights-b-1.bin'), 'half a sha');
    expect(await readFile(join(root, 'fer.json'))).toEqual(manifest);
    expect(await load(root)).toEqual(first);
    await saveWeights(root, second);
    expect(await load(root)).toEqual(second);
  });

  it('leaves other files alone', async () => {
    await saveWeights(root, first);
    await writeFile(join(root, 'notes.txt'), 'mine');
    await saveWeights(root, second);
    expect(await readFile(join(root, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('replaces a manifest that cannot be read', async () => {
    await saveWeights(root, first);
    await writeFile(join(root, 'fer.json'), '{');
    await saveWeights(root, second);
    expect(await load(root)).toEqual(second);
    expect(await readdir(root)).toHaveLength(2);
  });

  it('keeps them if the new ones cannot be stored', async () => {
    await saveWeights(root, first);
    const broken = new Map(second.tensors).set('conv1/bias', {
      shape: [3],
      data: Float32Array.of(0, 0, Number.NaN),
    });
    await expect(saveWeights(root, { ...second, tensors: broken })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_FORMAT',
    });
    expect(await load(root)).toEqual(first);
  });
});

describe('over something else', () => {
  it('takes an empty directory, and one where a first save was interrupted', async () => {
    await saveWeights(root, first);
    await rm(join(root, 'fer.json'));
    await saveWeights(root, second);
    expect(await load(root)).toEqual(second);
  });

  it('refuses a directory with other things, unless told otherwise', async () => {
    await mkdir(join(root, 'checkpoint'));
    await expect(saveWeights(root, first)).rejects.toMatchObject({
      code: 'FER_OUTPUT_EXISTS',
      message: expect.stringContaining('checkpoint'),
    });
    expect(await readdir(root)).toEqual(['checkpoint']);
    await saveWeights(root, first, { besideOtherFiles: true });
    expect(await load(root)).toEqual(first);
    expect(await readdir(root)).toContain('checkpoint');
  });

  it('refuses a file', async () => {
    const file = join(root, 'file');
    await writeFile(file, 'mine');
    await expect(saveWeights(file, first)).rejects.toMatchObject({ code: 'FER_OUTPUT_EXISTS' });
    expect(await readFile(file, 'utf8')).toBe('mine');
  });
});
