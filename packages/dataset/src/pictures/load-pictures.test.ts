import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DecodedImage, EMOTIONS, type FaceRegion } from '@fer/core';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawFace } from '../synthetic/draw-face.ts';
import { isPictureFolder } from './is-picture-folder.ts';
import { loadPictures, type PictureDataset } from './load-pictures.ts';
import type { LoadPicturesOptions } from './picture-options.ts';
import type { FileEntryLike, FolderEntryLike, FolderHandleLike, PictureItem } from './picture-source.ts';

const input = { width: 8, height: 6, channels: 1, resize: 'bilinear-antialias', range: [-1, 1] } as const;

/** A picture of four quarters, which no other seed has. */
async function picture(seed: number, width = 60, height = 40): Promise<Uint8Array<ArrayBuffer>> {
  const { data } = drawFace({ emotion: EMOTIONS[seed % 7]!, seed, size: 48 });
  const raw = { width: 48, height: 48, channels: 1 } as const;
  return Uint8Array.from(await sharp(data, { raw }).resize(width, height, { fit: 'fill' }).png().toBuffer());
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fer-pictures-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(path: string, bytes: Uint8Array | string) {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), bytes);
}

/** Different pictures at these paths. */
async function writeAll(...paths: string[]) {
  for (const [seed, path] of paths.entries()) await write(path, await picture(seed));
}

const load = (options: Partial<LoadPicturesOptions> = {}) => loadPictures(folder, { input, ...options });

/** Names of labels by split. */
function rowsOf({ labels, splits, labelNames }: PictureDataset) {
  return [...labels].map((label, row) => `${splits[row]} ${labelNames[label]}`);
}

describe('loadPictures of a folder', () => {
  it('takes the names of folders for labels, in natural order, and makes pictures what the network sees', async () => {
    await writeAll('10/a.png', '2/a.png', '2/deep/er/b.png', 'gelangweilt/a.png');
    const pictures = await load({ validationShare: 0 });
    expect(pictures).toMatchObject({
      labelNames: ['2', '10', 'gelangweilt'],
      width: 8,
      height: 6,
      count: 4,
      source: { location: folder },
      leftOut: [],
      skipped: { count: 0, rows: [] },
    });
    expect([...pictures.labels]).toEqual([1, 0, 0, 2]);
    // An independent reference: the square in the middle, box-filtered by sharp's own resampling, near enough.
    const expected = await sharp(await picture(0))
      .extract({ left: 10, top: 0, width: 40, height: 40 })
      .resize(8, 6, { fit: 'fill', kernel: 'linear' })
      .greyscale()
      .raw()
      .toBuffer();
    for (const [at, level] of [...pictures.images.subarray(0, 48)].entries()) {
      expect(Math.abs(level - expected[at]!)).toBeLessThanOrEqual(8);
    }
  });

  it('names labels as EMOTIONS does where all are spellings of these, and else not', async () => {
    await writeAll('Sadness/a.png', 'happy/a.png', 'happiness/b.png');
    expect((await load()).labelNames).toEqual(['happy', 'sad']);
    await write('bored/a.png', await picture(9));
    expect((await load()).labelNames).toEqual(['bored', 'happiness', 'happy', 'Sadness']);
  });

  it('sets a share of each label aside, the same for a seed', async () => {
    await writeAll(...Array.from({ length: 10 }, (_, i) => `a/${i}.png`), 'b/1.png', 'b/2.png', 'c/1.png');
    const pictures = await load();
    expect(rowsOf(pictures)).toEqual([...Array(8).fill('0 a'), '0 b', '0 c', ...Array(2).fill('1 a'), '1 b']);
    expect(await load({ seed: 0, validationShare: 0.2 })).toEqual(pictures);
    expect(await load({ seed: 1 })).not.toEqual(pictures);
    expect([...(await load({ validationShare: 1 })).splits]).toEqual(Array(13).fill(1));
  });

  it('keeps splits that the folders say', async () => {
    await writeAll('Train/a/1.png', 'Train/b/1.png', 'val/a/2.png', 'test/b/2.png');
    expect(rowsOf(await load())).toEqual(['0 a', '0 b', '1 a', '2 b']);
    await rm(join(folder, 'val'), { recursive: true });
    expect(rowsOf(await load())).toEqual(['0 a', '0 b', '1 b']);
  });

  it('draws what to set aside where there is nothing but train', async () => {
    await writeAll('train/a/1.png', 'train/a/2.png', 'train/b/1.png', 'train/b/2.png');
    expect(rowsOf(await load())).toEqual(['0 a', '0 b', '1 a', '1 b']);
  });

  it('tells what it leaves out, with the reason', async () => {
    await writeAll('a/1.png', 'b/1.png', 'stray.png', 'a/2.png');
    await write('a/copy.png', await picture(0));
    await write('b/copy.png', await picture(0));
    await write('a/notes.txt', 'no picture');
    await write('b/broken.jpg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 1));
    await write(
      'b/black.png',
      await sharp({ create: { width: 9, height: 9, channels: 3, background: '#000' } })
        .png()
        .toBuffer(),
    );
    await write('a/.hidden.png', 'x');
    await symlink('nowhere', join(folder, 'a', 'link.png'));
    const done: number[] = [];
    const pictures = await load({ onProgress: ({ done: count }) => done.push(count) });
    expect(pictures.leftOut).toEqual([
      { name: 'a/copy.png', reason: 'it shows the same as a/1.png' },
      { name: 'a/link.png', reason: expect.stringMatching(/no file|not exist/) },
      { name: 'a/notes.txt', reason: expect.stringContaining('notes.txt') },
      { name: 'b/black.png', reason: 'it shows one level of gray' },
      { name: 'b/broken.jpg', reason: expect.stringContaining('broken.jpg') },
      { name: 'b/copy.png', reason: 'it shows the same as a/1.png, which is a' },
      { name: 'stray.png', reason: 'it lies in no folder of a label' },
    ]);
    expect(pictures.skipped).toMatchObject({ count: 7 });
    expect(done).toEqual(done.map((_, i) => i + 1));
    expect(pictures.count).toBe(3);
  });

  it('does not score a picture that is trained on', async () => {
    await writeAll('train/a/1.png', 'train/b/1.png', 'test/a/2.png');
    await write('test/a/1.png', await picture(0));
    const pictures = await load();
    expect(rowsOf(pictures)).toEqual(['0 a', '0 b', '1 a']);
    expect(pictures.leftOut).toMatchObject([{ name: 'test/a/1.png' }]);
  });

  it('follows links to folders', async () => {
    await writeAll('elsewhere/1.png', 'labels/b/1.png');
    await symlink('../elsewhere', join(folder, 'labels', 'a'));
    const pictures = await loadPictures(join(folder, 'labels'), { input });
    expect(rowsOf(pictures)).toEqual(['0 a', '0 b']);
  });

  it('decodes pictures no larger than the finder needs them, and takes the largest face', async () => {
    await write(
      'a/1.jpg',
      await sharp(await picture(1, 800, 600))
        .jpeg()
        .toBuffer(),
    );
    await writeAll('b/1.png');
    const seen: DecodedImage[] = [];
    const finder = {
      neededSide: ({ width }: { width: number }) => width * 10,
      async find(image: DecodedImage): Promise<FaceRegion[]> {
        seen.push(image);
        const [small, large] = [image.width / 4, image.width / 2];
        return [
          { x: 0, y: 0, width: small, height: small },
          { x: small, y: small, width: large, height: large, angle: 0.1 },
          { x: 0, y: small, width: small, height: small },
        ];
      },
    };
    const pictures = await load({ finder });
    const shrunk = seen.find(({ fullSize }) => fullSize?.width === 800)!;
    expect(Math.min(shrunk.width, shrunk.height)).toBeLessThan(300);
    const alone = await load({
      finder: { ...finder, find: async (image) => [(await finder.find(image))[1]!] },
    });
    expect(alone.images).toEqual(pictures.images);
  });

  it('asks for no face in a picture that is no larger than what the network sees', async () => {
    await write('a/1.png', await picture(1, 8, 6));
    await write('b/1.png', await picture(2, 9, 6));
    const seen: number[] = [];
    const finder = {
      find: async (image: DecodedImage) => {
        seen.push(image.width);
        return [{ x: 0, y: 0, width: 6, height: 6 }];
      },
    };
    expect(await load({ finder })).toMatchObject({ count: 2, leftOut: [] });
    expect(seen).toEqual([9]);
  });

  it('leaves pictures without a face out, and says so when a label is lost', async () => {
    await writeAll('a/1.png', 'b/1.png', 'b/2.png');
    const calls = { count: 0 };
    const finder = { find: async () => (calls.count++ === 1 ? [] : [{ x: 0, y: 0, width: 9, height: 9 }]) };
    const { leftOut } = await load({ finder });
    expect(leftOut).toHaveLength(1);
    await expect(load({ finder: { find: async () => [] } })).rejects.toMatchObject({
      code: 'FER_DATA_EMPTY',
      message: expect.stringMatching(
        /no picture of 'a'.*3 files were left out \(a\/1.png: no face was found/,
      ),
      details: { label: 'a' },
    });
  });

  it.each<[string, string[], string, string]>([
    ['no folder', ['1.png'], 'FER_DATA_EMPTY', 'there is none'],
    ['one label', ['a/1.png', 'a/2.png'], 'FER_DATA_EMPTY', "only 'a'"],
    ['splits beside labels', ['train/a/1.png', 'b/1.png'], 'FER_DATA_UNSUPPORTED', 'train/ beside b/'],
    ['a label with a control character', ['a/1.png', 'b\u0007/1.png'], 'FER_INVALID_ARGUMENT', 'b\\u0007'],
    [
      'a label that is only tested',
      ['train/a/1.png', 'train/b/1.png', 'val/c/1.png'],
      'FER_DATA_EMPTY',
      "'c' to train on",
    ],
    [
      'folders far too many',
      Array.from({ length: 256 }, (_, i) => `${i}/1`),
      'FER_DATA_UNSUPPORTED',
      '256 folders',
    ],
  ])('refuses %s', async (_, paths, code, message) => {
    for (const [seed, path] of paths.entries()) {
      await write(path, path.endsWith('.png') ? await picture(seed) : '');
    }
    await expect(load()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('refuses an empty folder of a label', async () => {
    await writeAll('a/1.png', 'b/1.png');
    await mkdir(join(folder, 'c'));
    await expect(load()).rejects.toMatchObject({ code: 'FER_DATA_EMPTY', details: { label: 'c' } });
  });

  it.each<[string, unknown, object, string, string]>([
    ['a path that is not there', '/no/such', {}, 'FER_DATA_NOT_FOUND', '/no/such'],
    ['a file', import.meta.filename, {}, 'FER_DATA_UNSUPPORTED', 'no folder'],
    ['no path', '', {}, 'FER_INVALID_ARGUMENT', 'path'],
    ['a number', 7, {}, 'FER_INVALID_ARGUMENT', 'source'],
    ['items that are none', [7], {}, 'FER_INVALID_ARGUMENT', 'item 1'],
    ['a path without a file', [{ path: 'a/b' }], {}, 'FER_INVALID_ARGUMENT', 'item 1'],
    ['an option that there is not', [], { sede: 1 }, 'FER_INVALID_ARGUMENT', 'sede'],
    ['a share above 1', [], { validationShare: 1.5 }, 'FER_INVALID_ARGUMENT', 'validationShare'],
    ['a seed that is none', [], { seed: 0.5 }, 'FER_INVALID_ARGUMENT', 'seed'],
    ['a finder that is none', [], { finder: {} }, 'FER_INVALID_ARGUMENT', 'finder'],
    ['no input', [], { input: undefined }, 'FER_INVALID_ARGUMENT', 'input'],
    ['an input in colour', [], { input: { ...input, channels: 3 } }, 'FER_DATA_UNSUPPORTED', 'colour'],
  ])('refuses %s', async (_, source, options, code, message) => {
    await expect(loadPictures(source as never, { input, ...options })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('refuses more than fit into memory before it reads any', async () => {
    const file = { size: 1, name: 'a/1.png', arrayBuffer: () => Promise.reject(new Error('read')) };
    const many = Array.from({ length: 300 }, () => file as unknown as File);
    const large = { ...input, width: 4096, height: 4096 };
    await expect(loadPictures(many, { input: large })).rejects.toMatchObject({
      code: 'FER_DATA_UNSUPPORTED',
      message: expect.stringContaining('more than 68 pictures'),
    });
  });

  it('ends with the reason of its signal', async () => {
    await writeAll('a/1.png', 'b/1.png');
    const stop = new AbortController();
    const onProgress = () => stop.abort('enough');
    await expect(load({ signal: stop.signal, onProgress })).rejects.toBe('enough');
    await expect(load({ signal: AbortSignal.abort('at once') })).rejects.toBe('at once');
  });
});

describe('isPictureFolder', () => {
  it.each<[string, string, number, boolean]>([
    ['a label that is no expression', 'bored/1.png', 48, true],
    ['photos of expressions', 'train/happy/1.png', 64, true],
    ["faces in FER2013's form", 'train/happy/1.png', 48, false],
  ])('looks at %s', async (_, path, size, expected) => {
    await write('happy/0.png', 'no picture');
    await write(path, await picture(1, size, size));
    expect(await isPictureFolder(folder)).toBe(expected);
  });

  it('is false of files, empty folders and what is not there', async () => {
    for (const path of [import.meta.filename, folder, '/no/such'])
      expect(await isPictureFolder(path)).toBe(false);
  });
});

describe('loadPictures of a page', () => {
  const paths = ['a/1.png', 'a/2.png', 'b/1.png', 'b/2.png'];
  let onDisk: PictureDataset;
  beforeEach(async () => {
    await writeAll(...paths);
    onDisk = await load();
  });
  const fileAt = async (path: string) =>
    new File([await picture(paths.indexOf(path))], path.split('/').at(-1)!);
  const same = ({ images, labels, splits }: PictureDataset) => ({ images, labels, splits });

  it('takes files of a folder that was picked', async () => {
    const files = await Promise.all(
      paths.map(async (path) =>
        Object.defineProperty(await fileAt(path), 'webkitRelativePath', { value: `mine/${path}` }),
      ),
    );
    expect(same(await loadPictures(files, { input }))).toEqual(same(onDisk));
  });

  it('takes a list of paths and files, also one that comes bit by bit', async () => {
    async function* some(): AsyncGenerator<PictureItem> {
      for (const path of paths.toReversed()) yield { path, file: await fileAt(path) };
    }
    expect(same(await loadPictures(some(), { input }))).toEqual(same(onDisk));
  });

  /** As Chromium has them: readers give no more than some entries at a time. */
  function entryOf(name: string, files: readonly string[]): FolderEntryLike {
    const firsts = [...new Set(files.map((path) => path.split('/')[0]!))];
    const entries = firsts.map((first): FolderEntryLike | FileEntryLike => {
      const below = files
        .filter((path) => path.startsWith(`${first}/`))
        .map((path) => path.slice(first.length + 1));
      if (below.length > 0) return entryOf(first, below);
      const path = `${name}/${first}`;
      return { isDirectory: false, name: first, file: (done) => void fileAt(path).then(done) };
    });
    return {
      isDirectory: true,
      name,
      createReader() {
        let at = 0;
        return { readEntries: (done) => done(entries.slice(at, ++at)) };
      },
    };
  }

  it('takes a folder that was dropped, alone, in a list, and label by label', async () => {
    const dropped = entryOf('mine', paths);
    for (const source of [
      dropped,
      [dropped],
      [entryOf('a', ['1.png', '2.png']), entryOf('b', ['1.png', '2.png'])],
    ]) {
      expect(same(await loadPictures(source, { input }))).toEqual(same(onDisk));
    }
  });

  it('says that a dropped folder cannot be read, is empty, or lies in itself', async () => {
    const broken: FolderEntryLike = {
      isDirectory: true,
      name: 'mine',
      createReader: () => ({ readEntries: (_, failed) => failed(new Error('gone')) }),
    };
    await expect(loadPictures(broken, { input })).rejects.toMatchObject({
      code: 'FER_DATA_NOT_FOUND',
      message: expect.stringContaining('mine cannot be read (gone)'),
    });
    const circle: FolderHandleLike = {
      kind: 'directory',
      name: 'round',
      async *values() {
        yield circle;
      },
    };
    await expect(loadPictures(circle, { input })).rejects.toMatchObject({ code: 'FER_DATA_NOT_FOUND' });
    await expect(loadPictures([], { input })).rejects.toMatchObject({ code: 'FER_DATA_EMPTY' });
  });

  it('leaves a file out that has gone meanwhile', async () => {
    const gone = { size: 9, name: 'a/3.png', arrayBuffer: () => Promise.reject(new Error('gone')) };
    const files = await Promise.all(paths.map(async (path) => ({ path, file: await fileAt(path) })));
    const { leftOut } = await loadPictures([...files, gone as unknown as File], { input });
    expect(leftOut).toEqual([{ name: 'a/3.png', reason: 'a/3.png cannot be read: gone.' }]);
  });
});
