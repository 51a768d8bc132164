import { gunzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { inChunks } from '../__fixtures__/tiny-csv.ts';
import { collect } from './byte-source.ts';
import { readTar } from './tar.ts';

/**
 * Archives by Python's tarfile, gzipped: a folder, a link, a file with a path of 163 bytes that holds `hello`, and
 * `last.txt` that holds `end`. The path is long enough for each format's own way of writing it.
 */
const ARCHIVES = {
  gnu: 'H4sIAAAAAAACA+3W0Q6CIBgFYB6FFxAQRG97AF+CJVaLcFNqPn6srVrOrSvM5fluYNwezg8NJ8mJqCyKxxpN15l9mUtNqCYLuA7B9JSSjXInf2b74bau/CutKkLliPxTY5zxXd35Qx0vQsL8Z3J/ZS7fd+OZf6Vj/2v0PzmTuRh+1nausX3mzcXyVRy1tpciV6lH0+Ytkez3+a8/+6+EyGP/Bfqf3NE616EGm+XMEFgYw2//f2r6/hdCov9LsL5BCQAAAAAAAAAAAAAAAP7IHeoJpaMAKAAA',
  ustar:
    'H4sIAAAAAAACA+3U0Q6CIBTGcR7FF1ARQZ+HJVaLcFNrPn6uu6ytrWVl/n83h3HD4OOcKhWzk6NC62sdTeuDdZEVRkRGfMCp6207HinWye/DIdl059/KvzRlKSI1kP/cbOybsI3rxleujYM9uvTlrdq1Smb53Xd6nr+5zV/nmZIikkvu/zc+7JzX3znvG4G18rbrk37ovzv/8+n811otvP8XwoWKJgAAAAAAAAAAAACAP3ABQGbvNwAoAAA=',
  pax: 'H4sIAAAAAAACA+3WMW7DIBQGYOaeggsYAwYzRcqYMVdAMYmjYhzZtPKVco5erLY6VEkUdSmuVf/fYvQWhuef91jO8u3eDjtnK9eRJPiXZ1/ORfl9nuqCCyMIPZEZvPXRduP1ZJ2Eooe2aVyIm/r8QmBlqjz9HVOoS6We5//hXIpSE6qR/+T8ObyyQ/++rP4bbQyhckD/U2MLmP9SP8x/KTmhA/Kffv4bRS821hub+TacsmPrx/8gC7Zx+SJKx49rJ7kopkcK+8mvm6OhP7//+jb/xVgZ5z9H/pOrnfctYrBa3vaRxSH+7f5X3O9/Sknkfw4uVAgBAAAAAAAAAAAAwD/0CUW2uD8AKAAA',
};

const FOLDERS = 'a-long-folder-name/'.repeat(8);

async function list(archive: Uint8Array, chunkBytes = 100) {
  const members: [string, number, string][] = [];
  for await (const { name, size, chunks } of readTar(inChunks(archive, chunkBytes), 'a.tar')) {
    members.push([name, size, new TextDecoder().decode(await collect(chunks))]);
  }
  return members;
}

const paxRecord = (text: string) => {
  let length = text.length + 2;
  while (`${length} ${text}\n`.length > length) length++;
  return `${length} ${text}\n`;
};

/** The sum of a header's bytes, those of the sum taken as spaces (POSIX.1-1988), as six octal digits. */
function withChecksum(archive: Buffer, header: number): Buffer {
  archive.fill(' ', header + 148, header + 156);
  const sum = archive.subarray(header, header + 512).reduce((total, byte) => total + byte, 0);
  archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, header + 148);
  return archive;
}

/** An archive of `a`, which holds `hello`, with a pax header before it. */
async function withPax(records: string): Promise<Buffer> {
  const packed = await packTar([
    { header: { name: 'pax', size: records.length }, body: records },
    { header: { name: 'a', size: 5 }, body: 'hello' },
  ]);
  const archive = Buffer.from(packed);
  archive.write('x', 156);
  return withChecksum(archive, 0);
}

describe('readTar', () => {
  it.each([
    ['gnu', `${FOLDERS}fer2013.csv`],
    ['ustar', `${FOLDERS}fer2013.csv`],
    ['pax', `${FOLDERS}fér2013.csv`],
  ] as const)('reads the files of the format %s', async (format, name) => {
    const archive = gunzipSync(Buffer.from(ARCHIVES[format], 'base64'));
    for (const chunkBytes of [1, 511, 512, 100_000]) {
      expect(await list(archive, chunkBytes)).toEqual([
        [name, 5, 'hello'],
        ['last.txt', 3, 'end'],
      ]);
    }
  });

  it('passes over what is not read, wholly or in part', async () => {
    const body = new Uint8Array(3000).fill(7);
    const names = ['a', 'b', 'c'];
    const archive = await packTar(names.map((name) => ({ header: { name, size: body.length }, body })));
    for (const chunkBytes of [100, 1024, 100_000]) {
      const seen: string[] = [];
      for await (const { name, chunks } of readTar(inChunks(archive, chunkBytes), 'a.tar')) {
        seen.push(name);
        if (name === 'b') for await (const _ of chunks) break;
      }
      expect(seen).toEqual(names);
    }
  });

  it('needs its end, wherever it is cut', async () => {
    const archive = await packTar([{ header: { name: 'a', size: 1000 }, body: new Uint8Array(1000) }]);
    for (const length of [100, 512, 700, 1512, 1536, 1600]) {
      await expect(list(archive.subarray(0, length))).rejects.toMatchObject({
        code: 'FER_DATA_TRUNCATED',
        message: 'a.tar ends too early (a tar without its end). Download or copy it again.',
      });
    }
  });

  it('needs its end whole: two blank blocks', async () => {
    const archive = await packTar([{ header: { name: 'a', size: 3 }, body: new Uint8Array(3) }]);
    expect(await list(archive.subarray(0, 2048))).toHaveLength(1);
    for (const length of [1536, 2047]) {
      await expect(list(archive.subarray(0, length))).rejects.toMatchObject({ code: 'FER_DATA_TRUNCATED' });
    }
  });

  it('does not take a header that was lost for its end', async () => {
    const body = 'abc';
    const archive = await packTar(['a', 'b'].map((name) => ({ header: { name, size: 3 }, body })));
    archive.fill(0, 1024, 1536);
    await expect(list(archive)).rejects.toMatchObject({
      code: 'FER_DATA_CORRUPT',
      message: expect.stringContaining('a tar header is blank'),
    });
  });

  it.each([
    ['-5', 'a tar header has no length'],
    ['1e3', 'a tar header has no length'],
    ['', 'a tar header has no length'],
    ['9007199254740993', 'a tar header has no length'],
    ['9'.repeat(400), 'a tar header has no length'],
    ['9007199254740991', 'a tar without its end'],
  ])('refuses a pax size of %o', async (size, problem) => {
    const archive = await withPax(paxRecord(`size=${size}`));
    await expect(list(archive)).rejects.toMatchObject({
      code: expect.stringMatching(/FER_DATA_(CORRUPT|TRUNCATED)/),
      message: expect.stringContaining(problem),
    });
  });

  it.each([
    ['too long a length', '99 path=b\n'],
    ['a length of nothing', '0 path=b\n'],
    ['a negative length', '-9 path=b\n'],
    ['no length', 'path=b and more\n'],
    ['no end', '9 path=bx'],
    ['no key', '6 =bc\n'],
    ['an endless length', '1'.repeat(500)],
  ])('refuses a pax record with %s', async (_, record) => {
    await expect(list(await withPax(record))).rejects.toMatchObject({
      code: 'FER_DATA_CORRUPT',
      message: expect.stringContaining('a pax header is not one'),
    });
  });

  it('takes a pax record for the file behind it, and no other names than its own', async () => {
    const records = ['path=b', '__proto__=c', 'constructor=d'].map(paxRecord).join('');
    expect(await list(await withPax(records))).toEqual([['b', 5, 'hello']]);
  });

  it.each([
    ['octal digits that are none', '00000000009\0'],
    ['a negative number', Buffer.alloc(12, 0xff)],
    ['a number beyond all', Buffer.alloc(12, 0x81)],
    ['nothing', Buffer.alloc(12)],
  ])('refuses a length of %s', async (_, field) => {
    const archive = Buffer.from(await packTar([{ header: { name: 'a', size: 5 }, body: 'hello' }]));
    archive.set(Buffer.from(field), 124);
    await expect(list(withChecksum(archive, 0))).rejects.toMatchObject({
      code: 'FER_DATA_CORRUPT',
      message: expect.stringContaining('a tar header has no length'),
    });
  });

  it.each([
    ['another name', 0],
    ['another length', 130],
    ['another checksum', 150],
  ])('notices %s by the checksum', async (_, at) => {
    const archive = await packTar([{ header: { name: 'a', size: 1000 }, body: new Uint8Array(1000) }]);
    archive[at]! ^= 1;
    await expect(list(archive)).rejects.toMatchObject({ code: 'FER_DATA_CORRUPT' });
  });
});
