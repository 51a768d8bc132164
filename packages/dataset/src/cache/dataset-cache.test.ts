import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaceDataset } from '../face-dataset.ts';
import { cacheFile, readCache, writeCache } from './dataset-cache.ts';

const dataset: FaceDataset = {
  name: 'tiny',
  width: 3,
  height: 2,
  count: 4,
  images: Uint8Array.from({ length: 24 }, (_, i) => i * 10),
  labels: Uint8Array.of(0, 6, 255, 3),
  splits: Uint8Array.of(0, 0, 1, 2),
  source: { location: 'tiny.csv', checksum: { algorithm: 'md5', value: 'abc' }, recognisedAs: 'Tiny' },
  skipped: { count: 1, rows: [{ row: 2, reason: 'it is bad' }] },
};

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fer-cache-'));
  file = cacheFile(folder, '/data/tiny.csv');
});
afterEach(() => rm(folder, { recursive: true }));

describe('the cache of data sets', () => {
  it('gives back all that was kept', async () => {
    expect(await writeCache(file, dataset, 'state 1')).toBe(true);
    expect(await readCache(file, 'state 1')).toEqual(dataset);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('replaces what was kept before', async () => {
    await writeCache(file, dataset, 'state 1');
    await writeCache(file, { ...dataset, name: 'other' }, 'state 2');
    expect(await readCache(file, 'state 2')).toMatchObject({ name: 'other' });
    expect(await readCache(file, 'state 1')).toBeUndefined();
  });

  it('knows nothing of a source in another state, or of none', async () => {
    await writeCache(file, dataset, 'state 1');
    expect(await readCache(file, 'state 2')).toBeUndefined();
    expect(await readCache(cacheFile(folder, '/data/other.csv'), 'state 1')).toBeUndefined();
  });

  it('does not trust a byte that has changed, wherever it is', async () => {
    await writeCache(file, dataset, 'state 1');
    const good = await readFile(file);
    for (let at = 0; at < good.length; at++) {
      const bad = Buffer.from(good);
      bad[at]! ^= 0x10;
      await writeFile(file, bad);
      expect(await readCache(file, 'state 1'), `byte ${at}`).toBeUndefined();
    }
    await writeFile(file, good);
    expect(await readCache(file, 'state 1')).toBeDefined();
  });

  it('does not trust a file that is cut short or has grown', async () => {
    await writeCache(file, dataset, 'state 1');
    const good = await readFile(file);
    await writeFile(file, Buffer.concat([good, Buffer.of(0)]));
    expect(await readCache(file, 'state 1')).toBeUndefined();
    for (const length of [good.length - 1, 40, 24, 10, 0]) {
      await writeFile(file, good);
      await truncate(file, length);
      expect(await readCache(file, 'state 1'), `${length} bytes`).toBeUndefined();
    }
  });

  it.each([
    ['a label that there is not', { labels: Uint8Array.of(0, 7, 255, 3) }],
    ['a split that there is not', { splits: Uint8Array.of(0, 0, 255, 2) }],
    ['a name that is none', { name: 5 as never }],
    ['no source', { source: null as never }],
    ['skipped rows that are none', { skipped: { count: 1, rows: 'none' as never } }],
    ['a width of none', { width: '3' as never }],
    ['a negative size', { width: -3, height: -2 }],
  ])('does not trust %s, whatever its checksums say', async (_, wrong) => {
    await writeCache(file, { ...dataset, ...wrong }, 'state 1');
    expect(await readCache(file, 'state 1')).toBeUndefined();
  });

  it('leaves no half file and does not fail where it cannot write', async () => {
    const blocked = join(folder, 'a-file');
    await writeFile(blocked, '');
    expect(await writeCache(join(blocked, 'x.fercache'), dataset, 'state 1')).toBe(false);

    const target = join(folder, 'is-a-folder', 'x.fercache');
    await writeCache(join(target, 'y.fercache'), dataset, 'state 1');
    expect(await writeCache(target, dataset, 'state 1')).toBe(false);
    expect(await readdir(join(folder, 'is-a-folder'))).toEqual(['x.fercache']);
  });
});
