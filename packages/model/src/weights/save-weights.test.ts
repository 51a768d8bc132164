import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
      expect((await readdir(root)).sort()).toEqual(['fer.json', 'weights-1.bin']);
    }
  });

  it('never leaves a directory that cannot be loaded, wherever it is stopped', async () => {
    // Each write, rename and removal in turn fails, as if the process had been killed there.
    const fs = process.getBuiltinModule('node:fs/promises');
    let wasStopped = true;
    for (let stopAt = 0; wasStopped; stopAt++) {
      const folder = join(root, String(stopAt));
      await saveWeights(folder, first, { shardByteLength: 200 });
      let steps = 0;
      wasStopped = false;
      const spies = (['writeFile', 'rename', 'rm'] as const).map((name) => {
        const original = fs[name] as (...args: unknown[]) => Promise<void>;
        return vi.spyOn(fs, name).mockImplementation(async (...args: unknown[]) => {
          if (steps++ === stopAt) wasStopped = true;
          if (wasStopped) throw new Error('killed');
          return original(...args);
        });
      });
      await saveWeights(folder, second, { shardByteLength: 200 }).catch(() => undefined);
      for (const spy of spies) spy.mockRestore();

      const { training } = await load(folder);
      expect([1, 2]).toContain(training!.seed);
      await saveWeights(folder, second);
      expect(await load(folder)).toEqual(second);
      expect((await readdir(folder)).sort()).toEqual(['fer.json', 'weights-1.bin']);
    }
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
