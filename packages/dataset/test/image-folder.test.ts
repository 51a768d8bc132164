import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plain, tinyPixels } from '../src/__fixtures__/tiny-csv.ts';
import { type LoadDatasetOptions, loadDataset, loadDatasetFromBlob } from '../src/index.ts';

const png = (row: number) =>
  sharp(Uint8Array.from(tinyPixels(row)), { raw: { width: 48, height: 48, channels: 1 } })
    .png()
    .toBuffer();

let root: string;
let data: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fer-folder-'));
  data = join(root, 'faces');
});
afterEach(() => rm(root, { recursive: true }));

async function write(path: string, bytes: Uint8Array | string) {
  await mkdir(dirname(join(data, path)), { recursive: true });
  await writeFile(join(data, path), bytes);
}
const load = (options: LoadDatasetOptions = {}) => loadDataset(data, { cache: false, ...options });

/** Kaggle's folder form, with a file that is no image. */
async function writeKaggleFolder() {
  await write('train/happy/Training_2.png', await png(0));
  await write('train/angry/Training_1.png', await png(1));
  await write('test/neutral/PrivateTest_4.png', await png(2));
  await write('test/sad/PublicTest_3.png', await png(3));
  await write('README.md', 'faces');
}
const KAGGLE = {
  count: 4,
  labels: [0, 3, 4, 6],
  splits: [0, 0, 1, 2],
  images: [1, 0, 3, 2].flatMap(tinyPixels),
};

describe('loadDataset of a folder of images', () => {
  it('orders rows by split and path, and reads lossless pictures exactly', async () => {
    await writeKaggleFolder();
    const dataset = await load();
    expect(plain(dataset)).toEqual(KAGGLE);
    expect(dataset).toMatchObject({ name: 'faces', source: { location: data }, skipped: { count: 0 } });
    expect(dataset.source.checksum).toBeUndefined();
  });

  it('makes colours gray and other sizes 48×48', async () => {
    const background = { r: 200, g: 100, b: 50 };
    const picture = await sharp({ create: { width: 90, height: 60, channels: 3, background } })
      .jpeg({ quality: 100 })
      .toBuffer();
    await write('fear/1.jpeg', picture);
    const dataset = await load();
    // ITU-R BT.601: 0.299 · 200 + 0.587 · 100 + 0.114 · 50 = 124.2; JPEG may be off by a level.
    expect(dataset.images).toHaveLength(48 * 48);
    expect(dataset.images.every((level) => Math.abs(level - 124) <= 1)).toBe(true);
    expect(plain(dataset)).toMatchObject({ labels: [2], splits: [0] });
  });

  it('follows links, and does not go round in circles', async () => {
    await write('happy/1.png', await png(0));
    await mkdir(join(root, 'elsewhere'));
    await writeFile(join(root, 'elsewhere', '2.png'), await png(1));
    await symlink(join(root, 'elsewhere'), join(data, 'sad'));
    await symlink(data, join(data, 'happy', 'circle'));
    expect(plain(await load())).toEqual({
      count: 2,
      labels: [3, 4],
      splits: [0, 0],
      images: [0, 1].flatMap(tinyPixels),
    });
  });

  it('names what is bad, or skips and lists it', async () => {
    await writeKaggleFolder();
    await write('train/happy/Broken.png', (await png(5)).subarray(0, 200));
    await write('train/contempt/1.png', await png(6));
    await symlink(join(root, 'nowhere.png'), join(data, 'train/happy/Lost.png'));
    await expect(load()).rejects.toMatchObject({
      code: 'FER_DATA_ROW',
      message: expect.stringContaining(
        'file 4: train/contempt/1.png: no folder of its path is named after an expression',
      ),
      details: { location: data, row: 4 },
    });
    const dataset = await load({ onBadRow: 'skip' });
    expect(plain(dataset)).toEqual(KAGGLE);
    expect(dataset.skipped).toEqual({
      count: 3,
      rows: [
        { row: 4, reason: 'train/contempt/1.png: no folder of its path is named after an expression' },
        {
          row: 5,
          reason: expect.stringMatching(/^train\/happy\/Broken.png: .*Broken.png cannot be decoded/),
        },
        {
          row: 6,
          reason: expect.stringMatching(/^train\/happy\/Lost.png: There is no file or folder .*Lost.png\.$/),
        },
      ],
    });
  });

  it('refuses folders without images, or without a good one', async () => {
    await write('README.md', 'faces');
    await expect(load()).rejects.toMatchObject({
      code: 'FER_DATA_EMPTY',
      message: expect.stringContaining('faces holds no images'),
    });
    await write('happy/1.png', 'no picture');
    await expect(load({ onBadRow: 'skip' })).rejects.toMatchObject({
      code: 'FER_DATA_EMPTY',
      message: expect.stringContaining('no good image among 1'),
    });
  });

  it('is kept, until a file changes, comes or goes', async () => {
    await writeKaggleFolder();
    const cache = join(root, 'cache');
    let decoded = 0;
    const options = { cache, onProgress: () => decoded++ };
    const first = await load(options);
    expect(decoded).toBe(4);
    expect(await load(options)).toEqual(first);
    expect(decoded).toBe(4);

    await utimes(join(data, 'train/happy/Training_2.png'), 1000, 1000);
    await load(options);
    expect(decoded).toBe(8);
    await write('train/happy/Training_9.png', await png(9));
    expect((await load(options)).count).toBe(5);
    await rm(join(data, 'train/happy/Training_9.png'));
    expect(plain(await load(options))).toEqual(KAGGLE);
  });

  it('stops with the reason of an abort', async () => {
    await writeKaggleFolder();
    const controller = new AbortController();
    const reason = new Error('enough');
    const onProgress = () => controller.abort(reason);
    await expect(load({ signal: controller.signal, onProgress })).rejects.toBe(reason);
  });

  it('cannot be joined with FER+, whose rows are in another order', async () => {
    await writeKaggleFolder();
    const rows = [0, 0, 1, 2].map(
      (_, i) => `${['Training', 'Training', 'PublicTest', 'PrivateTest'][i]},,1,1,1,1,1,1,1,1,1,1`,
    );
    const header =
      'Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF';
    const ferplus = join(root, 'ferplus.csv');
    await writeFile(ferplus, [header, ...rows].join('\n'));
    await expect(load({ ferplus })).rejects.toMatchObject({ code: 'FER_INVALID_ARGUMENT' });
  });
});

describe('a zip of image folders', () => {
  const zip = async () =>
    zipSync({
      'archive/train/happy/Training_2.png': await png(0),
      'archive/train/angry/Training_1.png': await png(1),
      '__MACOSX/train/angry/._Training_1.png': new Uint8Array(9),
      'archive/test/neutral/PrivateTest_4.png': await png(2),
      'archive/test/sad/PublicTest_3.png': [await png(3), { level: 0 }],
    });

  it('reads as the folder does', async () => {
    const path = join(root, 'archive.zip');
    await writeFile(path, await zip());
    const dataset = await loadDataset(path, { cache: false });
    expect(plain(dataset)).toEqual(KAGGLE);
    expect(dataset.name).toBe('archive');
  });

  it('reads from a Blob', async () => {
    const file = new File([(await zip()) as Uint8Array<ArrayBuffer>], 'faces.zip');
    expect(plain(await loadDatasetFromBlob(file))).toEqual(KAGGLE);
  });
});
