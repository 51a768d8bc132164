import { gzipSync, strToU8, Zip, ZipDeflate, zipSync } from 'fflate';
import { packTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { inChunks, tinyCsv } from '../__fixtures__/tiny-csv.ts';
import { type ByteSource, collect, type Inflaters } from './byte-source.ts';
import { nodeInflaters } from './node-inflate.ts';
import { openCsv } from './open-csv.ts';
import { webInflaters } from './web-inflate.ts';

const csv = strToU8(tinyCsv());
const readme = strToU8('Not the data.');

/** Bytes as a file gives them: in one buffer that is used again. */
function sourceOf(bytes: Uint8Array, chunkBytes = 700): ByteSource {
  return {
    location: 'data',
    size: bytes.length,
    stream: (start = 0, end = bytes.length) => inChunks(bytes.subarray(start, end), chunkBytes),
  };
}

async function read(bytes: Uint8Array, inflaters: Inflaters, chunkBytes?: number) {
  const { chunks, ...rest } = await openCsv(sourceOf(bytes, chunkBytes), inflaters);
  return { ...rest, text: new TextDecoder().decode(await collect(chunks)) };
}

const tar = (files: Record<string, Uint8Array>) =>
  packTar(Object.entries(files).map(([name, body]) => ({ header: { name, size: body.length }, body })));

/** A zip as a stream writes it: lengths behind the data. */
function streamedZip(files: Record<string, Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    const zip = new Zip((error, part, isLast) => {
      if (error) reject(error);
      parts.push(part);
      if (isLast) resolve(Buffer.concat(parts));
    });
    for (const [name, bytes] of Object.entries(files)) {
      const file = new ZipDeflate(name);
      zip.add(file);
      file.push(bytes, true);
    }
    zip.end();
  });
}

/** A zip of one stored member whose directory has its lengths and places in 64 bits (APPNOTE 4.3.14, 4.5.3). */
function zip64(name: string, bytes: Uint8Array): Uint8Array {
  const plain = Buffer.from(zipSync({ [name]: bytes }, { level: 0 }));
  const end = plain.length - 22;
  const start = plain.readUInt32LE(end + 16);
  const entry = Buffer.from(plain.subarray(start, start + 46 + name.length));
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  for (const field of [4, 12]) extra.writeBigUInt64LE(BigInt(bytes.length), field);
  extra.writeBigUInt64LE(0n, 20);
  for (const field of [20, 24, 42]) entry.writeUInt32LE(0xffffffff, field);
  entry.writeUInt16LE(extra.length, 30);

  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(1n, 24);
  record.writeBigUInt64LE(1n, 32);
  record.writeBigUInt64LE(BigInt(entry.length + extra.length), 40);
  record.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(start + entry.length + extra.length), 8);
  const last = Buffer.from(plain.subarray(end));
  last.fill(0xff, 10, 20);
  return Buffer.concat([plain.subarray(0, start), entry, extra, record, locator, last]);
}

const shapes: [string, () => Uint8Array | Promise<Uint8Array>, string, number?][] = [
  ['csv', () => csv, 'data', csv.length],
  ['csv.gz', () => gzipSync(csv), 'data'],
  [
    'tar',
    () => tar({ README: readme, './fer2013/fer2013.csv': csv }),
    'data:./fer2013/fer2013.csv',
    csv.length,
  ],
  [
    'tar.gz',
    async () =>
      gzipSync(
        await tar({ '._fer2013.csv': readme, 'fer2013/fer2013.csv': csv, 'fer2013/fer2013.bib': readme }),
      ),
    'data:fer2013/fer2013.csv',
    csv.length,
  ],
  ['zip', () => zipSync({ 'a/README': readme, 'a/fer2013.csv': csv }), 'data:a/fer2013.csv', csv.length],
  ['stored zip', () => zipSync({ 'fer2013.csv': csv }, { level: 0 }), 'data:fer2013.csv', csv.length],
  ['streamed zip', () => streamedZip({ 'fer2013.csv': csv, other: readme }), 'data:fer2013.csv', csv.length],
  ['zip64', () => zip64('fer2013.csv', csv), 'data:fer2013.csv', csv.length],
  [
    'zip with a comment',
    () => {
      const zip = Buffer.from(zipSync({ 'fer2013.csv': csv }));
      zip.writeUInt16LE(5, zip.length - 2);
      return Buffer.concat([zip, strToU8('hello')]);
    },
    'data:fer2013.csv',
    csv.length,
  ],
  [
    'tar.gz in a zip',
    async () =>
      zipSync({
        'example_submission.csv': readme,
        'fer2013.tar.gz': gzipSync(await tar({ 'fer2013/fer2013.csv': csv })),
      }),
    'data:fer2013.tar.gz:fer2013/fer2013.csv',
    csv.length,
  ],
  [
    "zip of Kaggle's challenge",
    () =>
      zipSync({
        '__MACOSX/fer2013.csv': readme,
        'example_submission.csv': readme,
        'test.csv': readme,
        'train.csv': readme,
        'icml_face_data.csv': csv,
      }),
    'data:icml_face_data.csv',
    csv.length,
  ],
];

describe('a csv.gz of two members', () => {
  const bytes = Buffer.concat([gzipSync(csv.slice(0, 999)), gzipSync(csv.slice(999))]);

  it('is read whole by node:zlib', async () => {
    expect((await read(bytes, nodeInflaters('data'))).text).toBe(tinyCsv());
  });

  it('is read whole by DecompressionStream, or refused: Node 20 reads on, Node 24 and browsers do not', async () => {
    const text = await read(bytes, webInflaters('data')).then(
      (result) => result.text,
      (error) => error.code,
    );
    expect([tinyCsv(), 'FER_DATA_UNSUPPORTED']).toContain(text);
  });
});

describe.each([
  ['node:zlib', nodeInflaters('data')],
  ['DecompressionStream', webInflaters('data')],
])('openCsv with %s', (_, inflaters) => {
  it.each(shapes)('finds the CSV in a %s', async (_, make, location, byteLength) => {
    const expected = { location, byteLength, text: tinyCsv() };
    expect(await read(await make(), inflaters)).toEqual(expected);
    expect(await read(await make(), inflaters, 1 << 20)).toEqual(expected);
  });

  it.each(shapes.slice(1))('tells that a %s is truncated, wherever it is cut', async (_, make) => {
    const bytes = await make();
    for (const share of [0.35, 0.6, 0.9]) {
      await expect(
        read(bytes.subarray(0, Math.floor(bytes.length * share)), inflaters),
      ).rejects.toMatchObject({
        code: 'FER_DATA_TRUNCATED',
        message: expect.stringContaining('data ends too early'),
      });
    }
  });

  it('tells that the last bytes of a gzip are missing', async () => {
    const bytes = gzipSync(csv);
    for (const missing of [1, 5, 8]) {
      await expect(read(bytes.subarray(0, -missing), inflaters)).rejects.toMatchObject({
        code: 'FER_DATA_TRUNCATED',
      });
    }
  });

  it('tells that a gzip is damaged', async () => {
    const bytes = gzipSync(csv, { level: 0 });
    bytes[bytes.length >> 1]! ^= 1;
    await expect(read(bytes, inflaters)).rejects.toMatchObject({
      code: expect.stringMatching(/CORRUPT|TRUNCATED/),
    });
  });

  it('leaves nothing open when its reader stops', async () => {
    const open = { count: 0 };
    const bytes = gzipSync(await tar({ 'fer2013.csv': csv }));
    const source = sourceOf(bytes);
    const watched: ByteSource = {
      ...source,
      stream: async function* (start, end) {
        open.count++;
        try {
          yield* source.stream(start, end);
        } finally {
          open.count--;
        }
      },
    };
    const { chunks } = await openCsv(watched, inflaters);
    for await (const _ of chunks) break;
    expect(open.count).toBe(0);
  });
});

describe('openCsv', () => {
  const inflaters = nodeInflaters('data');

  it('calls a damaged gzip corrupt', async () => {
    const bytes = gzipSync(csv, { level: 0 });
    bytes[bytes.length >> 1]! ^= 1;
    await expect(read(bytes, inflaters)).rejects.toMatchObject({
      code: 'FER_DATA_CORRUPT',
      message: expect.stringContaining('incorrect data check'),
    });
  });

  it('reads padding behind a gzip, and what holds it, to the end', async () => {
    const padded = Buffer.concat([gzipSync(csv), Buffer.alloc(5000)]);
    expect((await read(padded, inflaters)).text).toBe(tinyCsv());

    const zip = Buffer.from(zipSync({ 'fer2013.csv.gz': [padded, { level: 0 }] }));
    expect((await read(zip, inflaters)).text).toBe(tinyCsv());
    zip[zip.indexOf(padded) + padded.length - 1] = 1;
    await expect(read(zip, inflaters)).rejects.toMatchObject({
      code: 'FER_DATA_CORRUPT',
      message: expect.stringContaining('fer2013.csv.gz does not have its checksum'),
    });
  });

  it('refuses a tar with a second CSV of the same name', async () => {
    const entries = [csv, readme].map((body) => ({
      header: { name: 'fer2013.csv', size: body.length },
      body,
    }));
    await expect(read(await packTar(entries), inflaters)).rejects.toMatchObject({
      code: 'FER_DATA_CORRUPT',
      message: expect.stringContaining('it holds fer2013.csv twice'),
    });
  });

  it('does not keep the names of all members', async () => {
    const entries = Array.from({ length: 50 }, (_, i) => ({
      header: { name: `${i}.txt`, size: 0 },
      body: '',
    }));
    await expect(read(await packTar(entries), inflaters)).rejects.toMatchObject({
      message: expect.stringContaining(
        'it holds 0.txt, 1.txt, 2.txt, 3.txt, 4.txt, 5.txt, 6.txt, 7.txt and 42 more.',
      ),
      details: { members: expect.toSatisfy((names: string[]) => names.length === 8), count: 50 },
    });
  });

  it('calls a damaged tar header corrupt', async () => {
    const bytes = await tar({ 'fer2013.csv': csv });
    bytes[0]! ^= 1;
    await expect(read(bytes, inflaters)).rejects.toMatchObject({ code: 'FER_DATA_CORRUPT' });
  });

  it.each([
    ['a directory beyond its end', -22 + 16, 0x7fffffff, 'its directory lies beyond its end'],
    ['a directory elsewhere', -22 + 16, 3, 'there are bytes between its directory and its end'],
  ])('calls a zip with %s corrupt', async (_, at, value, problem) => {
    const bytes = Buffer.from(zipSync({ 'fer2013.csv': csv }));
    bytes.writeUInt32LE(value, bytes.length + at);
    await expect(read(bytes, inflaters)).rejects.toMatchObject({
      code: 'FER_DATA_CORRUPT',
      message: expect.stringContaining(problem),
    });
  });

  it('calls a zip with a wrong length corrupt', async () => {
    const bytes = Buffer.from(zipSync({ 'fer2013.csv': csv }));
    const directory = bytes.readUInt32LE(bytes.length - 22 + 16);
    bytes.writeUInt32LE(csv.length + 1, directory + 24);
    await expect(read(bytes, inflaters)).rejects.toMatchObject({
      code: 'FER_DATA_CORRUPT',
      message: expect.stringContaining(`fer2013.csv has ${csv.length} bytes instead of ${csv.length + 1}`),
    });
  });

  it('says which zip compression it does not know', async () => {
    const bytes = Buffer.from(zipSync({ 'fer2013.csv': csv }));
    bytes.writeUInt16LE(14, bytes.readUInt32LE(bytes.length - 22 + 16) + 10);
    await expect(read(bytes, inflaters)).rejects.toMatchObject({
      code: 'FER_DATA_UNSUPPORTED',
      details: { member: 'fer2013.csv', method: 14 },
    });
  });

  it.each([
    ['zip', () => zipSync({ 'a.txt': readme, 'b/c.txt': readme })],
    ['tar', () => tar({ 'a.txt': readme, 'b/c.txt': readme })],
  ])('lists what a %s without CSV holds', async (kind, make) => {
    await expect(read(await make(), inflaters)).rejects.toMatchObject({
      code: 'FER_DATA_UNSUPPORTED',
      message: expect.stringContaining(`data is a ${kind} archive without a CSV; it holds a.txt, b/c.txt.`),
    });
  });

  it.each([
    ['binary garbage', new Uint8Array(5000).map((_, i) => (i * 151) % 256), 'something else'],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0', 'latin1'), 'a PNG picture'],
    ['UTF-16', Buffer.from('\uFEFFemotion,pixels\n', 'utf16le'), 'text in UTF-16 (save it as UTF-8)'],
    ['an empty zip', zipSync({}), 'an empty zip archive'],
  ])('refuses %s, and says what it seems to be', async (_, bytes, kind) => {
    await expect(read(bytes, inflaters)).rejects.toMatchObject({
      code: 'FER_DATA_UNSUPPORTED',
      message: `data is neither a CSV nor an archive of one that is known here (csv, gz, tar, tar.gz, zip), but ${kind}. Pass FER2013 as one of these, or a folder of images.`,
      details: { location: 'data', kind },
    });
  });
});
