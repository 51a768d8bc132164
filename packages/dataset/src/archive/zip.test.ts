import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { inChunks } from '../__fixtures__/tiny-csv.ts';
import type { ByteSource } from './byte-source.ts';
import { nodeInflaters } from './node-inflate.ts';
import { webInflaters } from './web-inflate.ts';
import { listZip, readZipFile } from './zip.ts';

/** By Python's zipfile: `fér.csv` stored, the folder `b/`, `b/packed.txt` deflated; all in ZIP64 in the second one. */
const PYTHON =
  'UEsDBBQAAAgAAAAAIVCGphA2BQAAAAUAAAAIAAAAZsOpci5jc3ZoZWxsb1BLAwQUAAAAAAAAACFQAAAAAAAAAAAAAAAAAgAAAGIvUEsDBBQAAAAIAAAAIVAThFmnCQAAAHgAAAAMAAAAYi9wYWNrZWQudHh0S81LUUgdAAwAUEsBAhQDFAAACAAAAAAhUIamEDYFAAAABQAAAAgAAAAAAAAAAAAAAIABAAAAAGbDqXIuY3N2UEsBAhQDFAAAAAAAAAAhUAAAAAAAAAAAAAAAAAIAAAAAAAAAAAAAAIABKwAAAGIvUEsBAhQDFAAAAAgAAAAhUBOEWacJAAAAeAAAAAwAAAAAAAAAAAAAAIABSwAAAGIvcGFja2VkLnR4dFBLBQYAAAAAAwADAKAAAAB+AAAAAAA=';
const PYTHON_64 =
  'UEsDBC0AAAgAAAAAIVCGphA2//////////8IABQAZsOpci5jc3YBABAABQAAAAAAAAAFAAAAAAAAAGhlbGxvUEsDBBQAAAAAAAAAIVAAAAAAAAAAAAAAAAACAAAAYi9QSwMELQAAAAgAAAAhUBOEWaf//////////wwAFABiL3BhY2tlZC50eHQBABAAeAAAAAAAAAAJAAAAAAAAAEvNS1FIHQAMAFBLAQItAy0AAAgAAAAAIVCGphA2//////////8IABQAAAAAAAAAAACAAQAAAABmw6lyLmNzdgEAEAAFAAAAAAAAAAUAAAAAAAAAUEsBAi0DLQAAAAAAAAAhUAAAAAAAAAAAAAAAAAIADAAAAAAAAAAAAIAB/////2IvAQAIAD8AAAAAAAAAUEsBAi0DLQAAAAgAAAAhUBOEWaf//////////wwAHAAAAAAAAAAAAIAB/////2IvcGFja2VkLnR4dAEAGAB4AAAAAAAAAAkAAAAAAAAAXwAAAAAAAABQSwYGLAAAAAAAAAAtAC0AAAAAAAAAAAADAAAAAAAAAAMAAAAAAAAA3AAAAAAAAACmAAAAAAAAAFBLBgcAAAAAggEAAAAAAAABAAAAUEsFBgAAAAADAAMA3AAAAKYAAAAAAA==';
const CONTENTS = [
  ['fér.csv', 'hello'],
  ['b/packed.txt', 'end '.repeat(30)],
];

const platforms = [
  ['node:zlib', nodeInflaters('data')],
  ['DecompressionStream', webInflaters('data')],
] as const;

function sourceOf(bytes: Uint8Array): ByteSource {
  return {
    location: 'data',
    size: bytes.length,
    stream: (start = 0, end = bytes.length) => inChunks(bytes.subarray(start, end), 700),
  };
}

/** All files of an archive. */
async function read(bytes: Uint8Array, inflaters = nodeInflaters('data')) {
  const source = sourceOf(bytes);
  const contents: string[][] = [];
  for (const member of await listZip(source)) {
    const file = await readZipFile(source, member, inflaters);
    contents.push([member.name, new TextDecoder().decode(file)]);
  }
  return contents;
}

const text = 'one two three '.repeat(9);

/** Two stored files and a deflated one. */
const archive = () =>
  Buffer.from(
    zipSync({
      'a.csv': [strToU8(text), { level: 0 }],
      'b.csv': [strToU8('b'), { level: 0 }],
      'c.csv': strToU8(text),
    }),
  );
const python64 = () => Buffer.from(PYTHON_64, 'base64');

/** Where the entries of the directory start. */
function entriesOf(bytes: Buffer): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 1))
    found.push(at);
  return found;
}
const entry = (bytes: Buffer, number: number) => entriesOf(bytes)[number]!;
const end = (bytes: Buffer) => bytes.lastIndexOf('PK\x05\x06');
const record64 = (bytes: Buffer) => bytes.lastIndexOf('PK\x06\x06');

describe.each(platforms)('a zip with %s', (_, inflaters) => {
  it('is read as Python wrote it, also in 64 bits', async () => {
    expect(await read(Buffer.from(PYTHON, 'base64'), inflaters)).toEqual(CONTENTS);
    expect(await read(python64(), inflaters)).toEqual(CONTENTS);
  });

  it.each([
    ['a digit of a stored file', (zip: Buffer) => zip.write('7', zip.indexOf('one'))],
    ['the checksum of a stored file', (zip: Buffer) => zip.writeUInt32LE(1, entry(zip, 0) + 16)],
    ['the checksum of a deflated file', (zip: Buffer) => zip.writeUInt32LE(1, entry(zip, 2) + 16)],
  ])('is refused when %s has changed', async (_, change) => {
    const zip = archive();
    change(zip);
    await expect(read(zip, inflaters)).rejects.toMatchObject({
      code: 'FER_DATA_CORRUPT',
      message: expect.stringMatching(/data is a damaged archive \([ac].csv does not have its checksum\)/),
    });
  });
});

describe('a zip', () => {
  const write16 = (zip: Buffer, value: number, ...places: number[]) => {
    for (const place of places) zip.writeUInt16LE(value, place);
  };
  const write64 = (zip: Buffer, value: bigint, ...places: number[]) => {
    for (const place of places) zip.writeBigUInt64LE(value, place);
  };

  it.each([
    [
      'whose end counts too few files',
      (zip: Buffer) => write16(zip, 1, end(zip) + 8, end(zip) + 10),
      'its end counts 1 entries, its directory has 3',
    ],
    [
      'whose end counts too many files',
      (zip: Buffer) => write16(zip, 4, end(zip) + 8, end(zip) + 10),
      'its end counts 4 entries, its directory has 3',
    ],
    [
      'whose directory is shorter, with fewer files',
      (zip: Buffer) => {
        write16(zip, 1, end(zip) + 8, end(zip) + 10);
        zip.writeUInt32LE(entry(zip, 1) - entry(zip, 0), end(zip) + 12);
      },
      'there are bytes between its directory and its end',
    ],
    [
      'whose directory starts later, with fewer files',
      (zip: Buffer) => {
        write16(zip, 2, end(zip) + 8, end(zip) + 10);
        zip.writeUInt32LE(entry(zip, 1), end(zip) + 16);
      },
      'its directory lies beyond its end',
    ],
    [
      'with a file beyond its end',
      (zip: Buffer) => zip.writeUInt32LE(0xfffffff0, entry(zip, 2) + 42),
      'c.csv reaches into what follows it',
    ],
    [
      'with a file that goes on beyond its end',
      (zip: Buffer) => zip.writeUInt32LE(0xfffffff0, entry(zip, 2) + 20),
      'c.csv reaches into what follows it',
    ],
    [
      'with one file for two names',
      (zip: Buffer) => zip.writeUInt32LE(0, entry(zip, 1) + 42),
      'a.csv reaches into what follows it',
    ],
    [
      'with a file that reaches into the next one',
      (zip: Buffer) => {
        for (const field of [20, 24]) zip.writeUInt32LE(text.length + 20, entry(zip, 0) + field);
      },
      'a.csv reaches into what follows it',
    ],
    [
      'with a stored file of two lengths',
      (zip: Buffer) => zip.writeUInt32LE(3, entry(zip, 0) + 24),
      `a.csv has two lengths, 3 and ${text.length}`,
    ],
    [
      'with a packed file that is longer than it says',
      (zip: Buffer) => zip.writeUInt32LE(3, entry(zip, 2) + 24),
      'c.csv has more than its 3 bytes',
    ],
    [
      'with two files of one name',
      (zip: Buffer) => zip.write('a', entry(zip, 1) + 46),
      'it holds a.csv twice',
    ],
    [
      'whose directory has other names than its files',
      (zip: Buffer) => zip.write('x', entry(zip, 1) + 46),
      'x.csv is not where its directory says',
    ],
    [
      'whose last entry goes on beyond the directory',
      (zip: Buffer) => write16(zip, 0xffff, entry(zip, 2) + 32),
      'entry 3 of its directory goes on beyond it',
    ],
    [
      'with a size of 64 bits that is not there',
      (zip: Buffer) => zip.writeUInt32LE(0xffffffff, entry(zip, 1) + 24),
      'b.csv lacks its ZIP64 field',
    ],
  ])('%s is corrupt', async (_, change, problem) => {
    const zip = archive();
    change(zip);
    await expect(read(zip)).rejects.toMatchObject({
      code: 'FER_DATA_CORRUPT',
      message: `data is a damaged archive (${problem}). Download or copy it again.`,
    });
  });

  it.each([
    [
      'counts too few files',
      (zip: Buffer) => {
        write64(zip, 1n, record64(zip) + 24, record64(zip) + 32);
        write16(zip, 0xffff, end(zip) + 8, end(zip) + 10);
      },
      'its end counts 1 entries, its directory has 3',
    ],
    [
      'says other things than its old end',
      (zip: Buffer) => write64(zip, 1n, record64(zip) + 24, record64(zip) + 32),
      'its two ends say different things',
    ],
    [
      'has its directory beyond its end',
      (zip: Buffer) => {
        write64(zip, 1n << 60n, record64(zip) + 48);
        zip.writeUInt32LE(0xffffffff, end(zip) + 16);
      },
      'its directory lies beyond its end',
    ],
    [
      'has its ZIP64 directory beyond its end',
      (zip: Buffer) => write64(zip, (1n << 64n) - 1n, end(zip) - 20 + 8),
      'its ZIP64 directory lies beyond its end',
    ],
    [
      'has its ZIP64 directory elsewhere',
      (zip: Buffer) => write64(zip, 3n, end(zip) - 20 + 8),
      'its ZIP64 directory is missing',
    ],
    [
      'has a file beyond its end',
      (zip: Buffer) => write64(zip, 1n << 62n, entry(zip, 2) + 46 + 12 + 4 + 16),
      'b/packed.txt reaches into what follows it',
    ],
    [
      'has a file of a size that no number holds',
      (zip: Buffer) => write64(zip, 1n << 62n, entry(zip, 2) + 46 + 12 + 4),
      'b/packed.txt has two lengths, 4611686018427388000 and 9',
    ],
  ])('in 64 bits that %s is corrupt', async (_, change, problem) => {
    const zip = python64();
    change(zip);
    await expect(read(zip)).rejects.toMatchObject({
      code: 'FER_DATA_CORRUPT',
      message: `data is a damaged archive (${problem}). Download or copy it again.`,
    });
  });

  it('is corrupt when a packed file has bytes behind its end', async () => {
    const zip = Buffer.from(zipSync({ 'c.csv': strToU8(text) }));
    const directory = entry(zip, 0);
    const packedSize = zip.readUInt32LE(directory + 20);
    const longer = Buffer.concat([zip.subarray(0, directory), Buffer.alloc(3), zip.subarray(directory)]);
    longer.writeUInt32LE(packedSize + 3, directory + 3 + 20);
    longer.writeUInt32LE(directory + 3, end(longer) + 16);
    await expect(read(longer)).rejects.toMatchObject({
      code: 'FER_DATA_CORRUPT',
      message: expect.stringContaining('bytes behind the end of a packed file'),
    });
  });

  it('ends where its comment does', async () => {
    const zip = archive();
    await expect(read(Buffer.concat([zip, strToU8('more')]))).rejects.toMatchObject({
      code: 'FER_DATA_CORRUPT',
      message: expect.stringContaining('bytes behind its end'),
    });
    write16(zip, 4, zip.length - 2);
    expect(await read(Buffer.concat([zip, strToU8('more')]))).toHaveLength(3);
    await expect(read(Buffer.concat([zip, strToU8('mor')]))).rejects.toMatchObject({
      code: 'FER_DATA_TRUNCATED',
      message: expect.stringContaining('a zip without the end of its comment'),
    });
  });

  it('may have the look of an end in its comment', async () => {
    const zip = archive();
    const comment = Buffer.from(zip.subarray(end(zip)));
    write16(comment, 1, 20);
    write16(zip, comment.length, zip.length - 2);
    expect(await read(Buffer.concat([zip, comment]))).toHaveLength(3);
  });

  it.each([
    ['encrypted files', (zip: Buffer) => write16(zip, 1, entry(zip, 0) + 8), 'a.csv is encrypted'],
    ['parts', (zip: Buffer) => write16(zip, 1, end(zip) + 4), 'data is one part of an archive in several'],
  ])('with %s is not supported', async (_, change, problem) => {
    const zip = archive();
    change(zip);
    await expect(read(zip)).rejects.toMatchObject({
      code: 'FER_DATA_UNSUPPORTED',
      message: expect.stringContaining(problem),
    });
  });
});
