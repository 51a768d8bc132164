import { mkdtemp, readdir, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plain, TINY_EXPECTED, TINY_ROWS, tinyCsv } from '../src/__fixtures__/tiny-csv.ts';
import { type LoadDatasetOptions, loadDataset, loadDatasetFromBlob } from '../src/index.ts';

let root: string;
let path: string;
let cache: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fer-load-'));
  path = join(root, 'tiny.csv');
  cache = join(root, 'cache');
  await writeFile(path, tinyCsv());
});
afterEach(() => rm(root, { recursive: true }));

/** Loads, and says whether the source was read (or the cache). */
async function load(options: LoadDatasetOptions = {}) {
  let wasRead = false;
  const onProgress = () => {
    wasRead = true;
  };
  const dataset = await loadDataset(path, { cache, onProgress, ...options });
  return { dataset, wasRead };
}

describe('loadDataset', () => {
  it('reads a CSV and gives its MD5', async () => {
    const { dataset } = await load({ cache: false });
    expect(plain(dataset)).toEqual(TINY_EXPECTED);
    expect(dataset).toMatchObject({ name: 'tiny', source: { location: path } });
    const { createHash } = await import('node:crypto');
    const value = createHash('md5').update(tinyCsv()).digest('hex');
    expect(dataset.source.checksum).toEqual({ algorithm: 'md5', value });
    expect(dataset.source.recognisedAs).toBeUndefined();
  });

  it.each([
    ['tiny.csv.gz', () => gzipSync(strToU8(tinyCsv()))],
    ['tiny.zip', () => zipSync({ 'fer2013.csv': strToU8(tinyCsv()) })],
    ['named-wrongly.txt', () => gzipSync(strToU8(tinyCsv()))],
  ])('reads %s by its bytes; the checksum is that of the CSV', async (name, make) => {
    const { dataset: expected } = await load({ cache: false });
    path = join(root, name);
    await writeFile(path, make());
    const { dataset } = await load({ cache: false });
    expect(plain(dataset)).toEqual(TINY_EXPECTED);
    expect(dataset.source).toEqual({ ...expected.source, location: path });
  });

  it('says that a path leads nowhere', async () => {
    await expect(loadDataset(join(root, 'no.csv'))).rejects.toMatchObject({
      code: 'FER_DATA_NOT_FOUND',
      message: expect.stringContaining(`There is no file or folder ${join(root, 'no.csv')}`),
    });
  });

  it('refuses an empty file', async () => {
    await writeFile(path, '');
    await expect(load()).rejects.toMatchObject({
      code: 'FER_DATA_EMPTY',
      message: expect.stringContaining('is empty'),
    });
  });

  it('names file, row and reason of a bad row', async () => {
    await writeFile(path, tinyCsv().replace('\n6,', '\n7,'));
    await expect(load()).rejects.toMatchObject({
      code: 'FER_DATA_ROW',
      details: { location: path, row: 2, line: 3, reason: 'label "7" is not one of 0 to 6' },
    });
    await expect(readdir(cache)).rejects.toThrow(/ENOENT/);
  });

  it('names the member of an archive', async () => {
    await writeFile(path, zipSync({ 'a/fer2013.csv': strToU8(tinyCsv().replace('\n6,', '\n7,')) }));
    await expect(load()).rejects.toMatchObject({ details: { location: `${path}:a/fer2013.csv`, row: 2 } });
  });

  it('tells how far it is, in bytes of the file', async () => {
    await writeFile(path, gzipSync(strToU8(tinyCsv())));
    const { size } = await stat(path);
    const seen: unknown[] = [];
    await load({ cache: false, onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ bytesRead: size, totalBytes: size });
  });

  it('stops with the reason of an abort', async () => {
    const reason = new Error('enough');
    await expect(load({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await writeFile(path, tinyCsv(new Array(500).fill(TINY_ROWS[0])));
    for (const bytes of [
      tinyCsv(new Array(500).fill({})),
      gzipSync(strToU8(tinyCsv(new Array(500).fill({})))),
    ]) {
      await writeFile(path, bytes);
      const controller = new AbortController();
      const onProgress = () => controller.abort(reason);
      await expect(load({ signal: controller.signal, onProgress })).rejects.toBe(reason);
    }
  });

  it('joins FER+ votes, also to what was kept', async () => {
    const ferplus = join(root, 'ferplus.csv');
    const header =
      'Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF';
    const votes = [
      [4, 0, 0, 1, 3, 2, 0, 0, 0, 0],
      [9, 1, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 9, 1, 0, 0, 0, 0, 0, 0, 0],
    ];
    const usages = ['Training', 'PublicTest', 'PrivateTest'];
    await writeFile(ferplus, [header, ...votes.map((row, i) => `${usages[i]},x.png,${row}`)].join('\n'));
    for (let time = 0; time < 2; time++) {
      expect([...(await load({ ferplus })).dataset.votes!]).toEqual(votes.flat());
    }
    expect((await load()).dataset.votes).toBeUndefined();
    await expect(load({ ferplus: join(root, 'no.csv') })).rejects.toMatchObject({
      code: 'FER_DATA_NOT_FOUND',
    });
  });
});

describe('the cache of loadDataset', () => {
  it('serves the second load, also by another path to the same file', async () => {
    const first = await load();
    expect(first.wasRead).toBe(true);
    expect(await load()).toEqual({ ...first, wasRead: false });

    const link = join(root, 'link.csv');
    await symlink(path, link);
    path = link;
    const { dataset, wasRead } = await load();
    expect(wasRead).toBe(false);
    expect(dataset.source.location).toBe(link);
  });

  it('is not asked when switched off', async () => {
    await load({ cache: false });
    await expect(readdir(cache)).rejects.toThrow(/ENOENT/);
    await load();
    expect((await load({ cache: false })).wasRead).toBe(true);
  });

  it('is not trusted once the source has changed, whatever its length and time', async () => {
    await load();
    const { atime, mtime } = await stat(path);
    await writeFile(path, tinyCsv().replace('\n6,', '\n5,'));
    await utimes(path, atime, mtime);
    const { dataset, wasRead } = await load();
    expect(wasRead).toBe(true);
    expect([...dataset.labels]).toEqual([0, 5, 3]);
  });

  it('is not trusted when another file has taken the place', async () => {
    await load();
    const other = join(root, 'other.csv');
    await writeFile(other, tinyCsv().replace('\n6,', '\n5,'));
    await rename(other, path);
    expect([...(await load()).dataset.labels]).toEqual([0, 5, 3]);
  });

  it('is made anew when damaged', async () => {
    const first = await load();
    const [name] = await readdir(cache);
    await writeFile(join(cache, name!), 'FERCACHE and nothing else');
    expect(await load()).toEqual(first);
    expect((await load()).wasRead).toBe(false);
  });

  it('does not fail a load where it cannot write', async () => {
    const { dataset } = await load({ cache: join(path, 'below-a-file') });
    expect(plain(dataset)).toEqual(TINY_EXPECTED);
  });

  it('goes on reporting what was skipped, and is no answer to who wants an error', async () => {
    await writeFile(path, tinyCsv().replace('\n6,', '\n7,'));
    const first = await load({ onBadRow: 'skip' });
    expect(first.dataset.skipped).toEqual({
      count: 1,
      rows: [{ row: 2, reason: 'label "7" is not one of 0 to 6' }],
    });
    expect(await load({ onBadRow: 'skip' })).toEqual({ ...first, wasRead: false });
    await expect(load()).rejects.toMatchObject({ code: 'FER_DATA_ROW' });
  });
});

describe('loadDatasetFromBlob', () => {
  it.each([
    ['tiny.csv', () => strToU8(tinyCsv())],
    ['tiny.csv.gz', () => gzipSync(strToU8(tinyCsv()))],
    ['tiny.zip', () => zipSync({ 'fer2013.csv': strToU8(tinyCsv()) })],
  ])('reads %s', async (name, make) => {
    const dataset = await loadDatasetFromBlob(new File([make() as Uint8Array<ArrayBuffer>], name));
    expect(plain(dataset)).toEqual(TINY_EXPECTED);
    expect(dataset).toMatchObject({ name: 'tiny', source: { location: name } });
  });

  it('says what is wrong with it', async () => {
    const blob = new Blob([gzipSync(strToU8(tinyCsv())).slice(0, 500)]);
    await expect(loadDatasetFromBlob(blob)).rejects.toMatchObject({
      code: 'FER_DATA_TRUNCATED',
      details: { location: 'the blob' },
    });
  });
});
