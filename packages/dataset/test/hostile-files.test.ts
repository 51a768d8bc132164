import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, open, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plain, TINY_EXPECTED, tinyCsv, tinyPixels } from '../src/__fixtures__/tiny-csv.ts';
import { type LoadDatasetOptions, loadDataset, loadDatasetFromBlob, parseFer2013Csv } from '../src/index.ts';

const noPipes = process.platform === 'win32' ? ' (skipped: Windows has no pipes in folders)' : '';

let root: string;
let path: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fer-hostile-'));
  path = join(root, 'tiny.csv');
  await writeFile(path, tinyCsv());
});
afterEach(() => rm(root, { recursive: true }));

const load = (source: string, options: LoadDatasetOptions = {}) =>
  loadDataset(source, { cache: false, ...options });
const png = () =>
  sharp(Uint8Array.from(tinyPixels(0)), { raw: { width: 48, height: 48, channels: 1 } })
    .png()
    .toBuffer();

/** A folder with one good face and room for others. */
async function faces(): Promise<string> {
  const folder = join(root, 'faces');
  await mkdir(join(folder, 'happy'), { recursive: true });
  await writeFile(join(folder, 'happy', '1.png'), await png());
  return folder;
}

describe.skipIf(noPipes !== '')(`pipes, sockets and devices${noPipes}`, () => {
  const kinds: [string, (at: string) => unknown][] = [
    ['a pipe', (at) => execFileSync('mkfifo', [at])],
    ['a device', (at) => symlink('/dev/zero', at)],
  ];

  it.each(kinds)('%s is refused as data, and not waited for', async (kind, make) => {
    const at = join(root, 'data.csv');
    await make(at);
    await expect(load(at)).rejects.toMatchObject({
      code: 'FER_DATA_UNSUPPORTED',
      message: `${at} is ${kind}, not a file. Pass the path of fer2013.csv, of an archive that holds it, or of a folder of images.`,
    });
  });

  it('a socket is refused as data', async () => {
    const at = join(root, 'socket');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at, resolve));
    try {
      await expect(load(at)).rejects.toMatchObject({
        message: expect.stringContaining('is a socket, not a file'),
      });
    } finally {
      server.close();
    }
  });

  it.each(kinds)('%s in a folder of pictures is a bad row', async (kind, make) => {
    const folder = await faces();
    await make(join(folder, 'happy', '2.png'));
    const reason = `happy/2.png: ${join(folder, 'happy/2.png')} is ${kind}, not a file.`;
    await expect(load(folder)).rejects.toMatchObject({ code: 'FER_DATA_ROW', details: { reason } });
    const dataset = await load(folder, { onBadRow: 'skip' });
    expect(dataset).toMatchObject({ count: 1, skipped: { count: 1, rows: [{ row: 2, reason }] } });
  });

  it.each(kinds)('%s is refused as FER+ votes', async (kind, make) => {
    const at = join(root, 'ferplus.csv');
    await make(at);
    await expect(load(path, { ferplus: at })).rejects.toMatchObject({
      code: 'FER_DATA_UNSUPPORTED',
      message: `${at} is ${kind}, not a file. Pass the path of ferplus.csv.`,
    });
  });

  it('a pipe in the place of a cache is no cache', async () => {
    const cache = join(root, 'cache');
    await loadDataset(path, { cache });
    const file = execFileSync('ls', [cache], { encoding: 'utf8' }).trim();
    await rm(join(cache, file));
    execFileSync('mkfifo', [join(cache, file)]);
    expect(plain(await loadDataset(path, { cache }))).toEqual(TINY_EXPECTED);
  });
});

describe('paths', () => {
  it.each([
    ['that leads nowhere', () => join(root, 'no.csv'), 'There is no file or folder', 'ENOENT'],
    ['below a file', () => join(path, 'x.csv'), 'does not exist: a part of its path is a file', 'ENOTDIR'],
    ['of endless length', () => join(root, 'x'.repeat(9999)), 'is longer than the system', 'ENAMETOOLONG'],
    [
      'in a circle',
      async () => {
        const circle = join(root, 'circle.csv');
        await symlink(circle, circle);
        return circle;
      },
      'is a link that leads in a circle',
      'ELOOP',
    ],
  ])('one %s is an error that names it', async (_, make, problem, reason) => {
    const given = await make();
    const expected = {
      code: 'FER_DATA_NOT_FOUND',
      message: expect.stringContaining(problem),
      details: { path: given, reason },
    };
    await expect(load(given)).rejects.toMatchObject(expected);
    await expect(load(path, { ferplus: given })).rejects.toMatchObject(expected);
  });

  it('a relative one that leads nowhere says where it was looked for', async () => {
    await expect(load('no-such/fer2013.csv')).rejects.toMatchObject({
      message: `There is no file or folder no-such/fer2013.csv. Looked at ${join(process.cwd(), 'no-such/fer2013.csv')}. Pass the path of fer2013.csv, of an archive that holds it, or of a folder of images.`,
    });
  });

  it('a folder is no FER+ file', async () => {
    await expect(load(path, { ferplus: root })).rejects.toMatchObject({
      code: 'FER_DATA_UNSUPPORTED',
      message: `${root} is a folder, not a file. Pass the path of ferplus.csv.`,
    });
  });

  it.each([
    [undefined, 'undefined'],
    ['', "''"],
    ['a\0b', "'a\0b'"],
    [new URL('file:///x.csv'), 'an object'],
    [new Blob(), 'an object. Give it to loadDatasetFromBlob'],
  ])('%o is none', async (source, shown) => {
    await expect(load(source as string)).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining(`loadDataset: the source must be a path, but is ${shown}.`),
    });
  });

  it('an address is none, and is not repeated, for what may be secret in it', async () => {
    const error = await load('https://me:secret@example.org/fer2013.csv?token=x').catch((error) => error);
    expect(error).toMatchObject({ code: 'FER_INVALID_ARGUMENT' });
    expect(JSON.stringify([error.message, error.details])).not.toMatch(/secret|token/);
  });
});

describe('a file that is written to while it is read', () => {
  /** Several chunks of a file, so that there is a time between them. */
  const long = () => tinyCsv(Array.from({ length: 600 }, () => ({ emotion: 1 })));

  it.each([
    ['shrinks', () => truncate(path, 2 ** 20 + 12)],
    ['shrinks between two rows', () => truncate(path, long().lastIndexOf('\n1,') + 1)],
    ['grows', () => appendFile(path, tinyCsv().slice(21))],
    [
      'is overwritten',
      async () => {
        const file = await open(path, 'r+');
        await file.write('7', 30);
        await file.close();
      },
    ],
  ])('is refused when it %s', async (_, change) => {
    await writeFile(path, long());
    let changing: Promise<unknown> | undefined;
    const onProgress = () => {
      changing ??= change();
    };
    const cache = join(root, 'cache');
    // Changed for sure before the last chunk is asked for.
    const stream = loadDataset(path, { cache, onProgress: () => onProgress() });
    await expect(stream.finally(() => changing)).rejects.toMatchObject({
      code: 'FER_DATA_CORRUPT',
      message: `${path} was written to while it was read. Load it again when it is complete.`,
    });
  });
});

describe('what costs more than it is', () => {
  it('a picture of 5 GB in a folder is not read', async () => {
    const folder = await faces();
    const file = await open(join(folder, 'happy', '2.png'), 'w');
    await file.truncate(5e9);
    await file.close();
    const reason = `happy/2.png: ${join(folder, 'happy/2.png')} has 5,000,000,000 bytes, more than the 33,554,432 that are read.`;
    await expect(load(folder)).rejects.toMatchObject({ details: { reason } });
  });

  it('a picture in a zip is not unpacked if it is too long, nor beyond what it says', async () => {
    const bomb = new Uint8Array(40_000_000);
    const files = { 'happy/1.png': new Uint8Array(await png()), 'happy/2.png': bomb };
    const zip = Buffer.from(zipSync(files, { level: 9 }));
    const at = join(root, 'faces.zip');
    await writeFile(at, zip);
    await expect(load(at)).rejects.toMatchObject({
      details: {
        reason: `happy/2.png: ${at}: happy/2.png has 40,000,000 bytes, more than the 33,554,432 that are read of a picture`,
      },
    });

    const entry = zip.lastIndexOf('PK\x01\x02');
    zip.writeUInt32LE(100, entry + 24);
    await writeFile(at, zip);
    await expect(load(at)).rejects.toMatchObject({
      details: { reason: expect.stringContaining('happy/2.png has more than its 100 bytes') },
    });
    expect(await load(at, { onBadRow: 'skip' })).toMatchObject({ count: 1, skipped: { count: 1 } });
  });

  it('a picture of more pixels than are allowed is not decoded', async () => {
    const folder = await faces();
    const big = sharp({ create: { width: 5000, height: 4000, channels: 3, background: 'black' } });
    await big.png().toFile(join(folder, 'happy', '2.png'));
    const reason = expect.stringContaining('has more than 16777216 pixels');
    await expect(load(folder)).rejects.toMatchObject({ code: 'FER_DATA_ROW', details: { reason } });
    expect(await load(folder, { maxPixels: 20_000_000 })).toMatchObject({ count: 2 });
  });

  it('an archive that unpacks to gigabytes is given up', async () => {
    const row = `0,${'0 '.repeat(2304)},Training\n`;
    const text = `emotion,pixels,Usage\n${row.repeat(60_000)}`;
    const at = join(root, 'bomb.csv.gz');
    await writeFile(at, gzipSync(text));
    await expect(load(at)).rejects.toMatchObject({
      code: 'FER_DATA_UNSUPPORTED',
      message: expect.stringMatching(/bomb.csv.gz has [\d,]+ bytes and unpacks to more than 268,435,456/),
    });
  });

  it('folders that link to each other come to an end', async () => {
    const folder = await faces();
    const names = Array.from({ length: 9 }, (_, i) => `sad${i}`);
    for (const name of names) await mkdir(join(folder, name));
    for (const from of names) {
      for (const to of names) await symlink(join('..', to), join(folder, from, `to-${to}`));
    }
    await expect(load(folder)).rejects.toMatchObject({
      code: 'FER_DATA_UNSUPPORTED',
      message: `${folder} leads to more than 20,000 folders; do some link to each other? Pass a folder without such links.`,
    });
  }, 60_000);
});

describe('an abort', () => {
  const reason = new Error('enough');

  it('ends the wait for a stream that never answers', async () => {
    const controller = new AbortController();
    const silent: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }),
    };
    const reading = parseFer2013Csv(silent, { signal: controller.signal });
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });

  it('ends the wait for a Blob that never answers', async () => {
    const controller = new AbortController();
    const blob = { size: 100, slice: () => blob, stream: () => new ReadableStream() };
    const loading = loadDatasetFromBlob(blob as unknown as Blob, { signal: controller.signal });
    controller.abort(reason);
    await expect(loading).rejects.toBe(reason);
  });

  it('before the start is the answer, whatever is read', async () => {
    const signal = AbortSignal.abort(reason);
    const folder = await faces();
    const zip = join(root, 'a.zip');
    await writeFile(zip, zipSync({ 'happy/1.png': strToU8('x') }));
    for (const source of [path, folder, zip]) await expect(load(source, { signal })).rejects.toBe(reason);
    await expect(loadDatasetFromBlob(new Blob(['x']), { signal })).rejects.toBe(reason);
  });
});

it('a Blob whose file has gone is an error that names it', async () => {
  const gone = new DOMException('The requested file could not be read', 'NotReadableError');
  const stream = () => new ReadableStream({ pull: (controller) => controller.error(gone) });
  const file = { name: 'fer2013.csv', size: 100, slice: () => file, stream };
  await expect(loadDatasetFromBlob(file as unknown as Blob)).rejects.toMatchObject({
    code: 'FER_DATA_NOT_FOUND',
    message:
      'fer2013.csv cannot be read (The requested file could not be read). If it was moved or written to, choose it again.',
  });
});
