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
