import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Assets } from '@fer/backend-wasm/inference';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createBuiltinPlugin } from '../../builtin-plugin.ts';
import { BUNDLED_FILES, DEFAULT_WEIGHTS } from '../../bundled-files.ts';
import { loadModel } from '../../load-model.ts';
import { loadWeights } from '../load-weights.ts';
import { assetName } from './asset-name.ts';
import { createBundledSource } from './bundled.ts';

const assets = fileURLToPath(new URL('../../../assets/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fer-bundled-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the bundled weights', () => {
  const source = createBundledSource();

  it('are known by their own ids only', () => {
    expect(source.matches(DEFAULT_WEIGHTS)).toBe(true);
    expect(source.matches('./fer-net')).toBe(false);
    expect(source.matches('toString')).toBe(false);
  });

  it('do not have every file', async () => {
    const files = await source.open(DEFAULT_WEIGHTS);
    for (const name of ['weights-99.bin', 'toString']) {
      await expect(files.read(name)).rejects.toMatchObject({
        code: 'FER_WEIGHTS_NOT_FOUND',
        message: expect.stringMatching(new RegExp(`'fer-net' of @fer/model .*${name}`)),
      });
    }
  });

  it.each(Object.keys(BUNDLED_FILES))('%s is whole', async (id) => {
    const listed = Object.entries(BUNDLED_FILES[id]!).map(([fileName, url]) => [
      assets + assetName(id, fileName),
      fileURLToPath(url()),
    ]);
    const present = readdirSync(assets).filter((name) => name.startsWith(`${id}-`));
    expect(listed.map(([name]) => name).sort()).toEqual(present.map((name) => assets + name).sort());
    for (const [name, address] of listed) expect(address).toBe(name);
    expect((await loadWeights(id)).labels).toHaveLength(7);
  });
});

describe('assets from somewhere else', () => {
  const load = async (where: Assets, runtime: 'wasm' | 'cpu' = 'wasm') => {
    const model = await loadModel({ assets: where, runtime });
    const answer = await model.network.predict(new Float32Array(48 * 48).fill(0.5), 1);
    model.dispose();
    return [...answer];
  };

  it('a folder with a difficult name, as path or URL, and a function', async () => {
    const copy = join(folder, 'my #1 %20 assets?');
    await cp(assets, copy, { recursive: true });
    const expected = await load(assets);
    expect(await load(pathToFileURL(copy))).toEqual(expected);
    expect(await load(`${pathToFileURL(copy).href}/`)).toEqual(expected);
    const asked: string[] = [];
    const read = (name: string) => {
      asked.push(name);
      return readFile(join(copy, name));
    };
    expect(await load(read)).toEqual(expected);
    expect(asked.filter((name) => name.endsWith('.bin')).sort()).toEqual([
      'fer-net-manifest.bin',
      'fer-net-weights-1.bin',
    ]);
    expect(asked.filter((name) => /^fer-kernels.*\.wasm$/.test(name))).toHaveLength(1);
  });

  it('says what to do where a file is not there', async () => {
    await expect(load(join(folder, 'nowhere'), 'cpu')).rejects.toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      message: expect.stringMatching(/fer-net-manifest\.bin .*@fer\/model\/assets .*embeddedAssets/s),
    });
    await expect(load(() => 'text' as never, 'cpu')).rejects.toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      message: expect.stringContaining('must give bytes for fer-net-manifest.bin'),
    });
  });

  it('are those of a plugin of their own', () => {
    const { runtimes, weightsSources } = createBuiltinPlugin({ assets }).contributes;
    expect(runtimes.map(({ id }) => id)).toEqual(['wasm', 'cpu']);
    expect(weightsSources.map(({ id }) => id)).toEqual(['bundled', 'installed', 'url', 'directory']);
  });
});

describe('on a page', () => {
  afterEach(() => vi.unstubAllGlobals());

  const failing = async (answer: () => Promise<Response>) => {
    vi.stubGlobal('fetch', answer);
    const { read } = await createBundledSource('https://host/assets').open(DEFAULT_WEIGHTS);
    return read('fer.json', { maxBytes: 100 }).catch((error: unknown) => error);
  };

  it('blame the connection where that is lost', async () => {
    expect(await failing(() => Promise.reject(new TypeError('Failed to fetch')))).toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      message:
        'The weights file https://host/assets/fer-net-manifest.bin could not be fetched: Failed to fetch. Check the connection and the address.',
    });
  });

  it('blame the bundler where the server does not have the file', async () => {
    expect(await failing(async () => new Response('<!doctype html>', { status: 404 }))).toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      message: expect.stringMatching(/answered with 404.*does not ship the files/),
    });
  });

  it('end where they are too long, also as an answer that a function gives', async () => {
    const long = async () => new Response(new Uint8Array(101));
    expect(await failing(long)).toMatchObject({ code: 'FER_WEIGHTS_CORRUPT' });
    const { read } = await createBundledSource(long).open(DEFAULT_WEIGHTS);
    await expect(read('fer.json', { maxBytes: 100 })).rejects.toMatchObject({ code: 'FER_WEIGHTS_CORRUPT' });
    expect(await read('fer.json', { maxBytes: 101 })).toHaveLength(101);
  });
});
