import { execFileSync } from 'node:child_process';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Random } from '@fer/core';
import { drawFace } from '@fer/dataset';
import sharp from 'sharp';
import { mutateBytes } from './archives.ts';
import { chance, pick } from './pick.ts';
import { lastingFolder } from './scratch-folder.ts';

/** Good pictures, and a pipe that links may lead to. */
export interface PictureFolder {
  readonly faces: readonly { readonly png: Buffer; readonly crc: number }[];
  readonly pipe: string;
}

export async function preparePictures(): Promise<PictureFolder> {
  const faces = await Promise.all(
    [1, 2, 3].map(async (seed) => {
      const { data } = drawFace({ emotion: 'happy', seed });
      const png = await sharp(data, { raw: { width: 48, height: 48, channels: 1 } })
        .png()
        .toBuffer();
      return { png, crc: crc32(data) };
    }),
  );
  const pipe = join(await lastingFolder(), 'pipe');
  execFileSync('mkfifo', ['-m', '600', pipe]);
  return { faces, pipe };
}

const FOLDERS: readonly (readonly [folder: string, label: number | undefined])[] = [
  ['happy', 3],
  ['train/Anger', 0],
  ['test/sad/deep/er', 4],
  ['6', 6],
  ['validation/fear', 2],
  ['constructor', undefined],
  ['__proto__/toString', undefined],
  ['happy/hasOwnProperty', 3],
  ['train', undefined],
];

/**
 * Fills a folder with some good pictures and with what is none: damaged ones, links to pipes, devices and nowhere,
 * folders in circles, huge files.
 *
 * @returns `<label> <CRC-32 of its pixels>` of each good picture, and how many others count as rows
 */
export async function makePictureFolder(random: Random, root: string, { faces, pipe }: PictureFolder) {
  const good: string[] = [];
  let bad = 0;
  for (let file = random.integer(5); file >= 0; file--) {
    const [folder, label] = pick(random, FOLDERS);
    const prefix = pick(random, ['', '', 'PublicTest_', 'constructor_', 'é ']);
    const path = join(root, folder, `${prefix}${file}.${pick(random, ['png', 'PNG', 'jpg'])}`);
    await mkdir(dirname(path), { recursive: true });
    const face = pick(random, faces);
    if (chance(random, 0.5)) {
      await writeFile(path, face.png);
      if (label === undefined) bad++;
      else good.push(`${label} ${face.crc}`);
      continue;
    }
    switch (random.integer(9)) {
      case 0: // cut at its header, which no decoder makes a picture of
        await writeFile(path, face.png.subarray(0, random.integer(30)));
        break;
      case 1:
        await writeFile(path, mutateBytes(random, Buffer.alloc(3000, random.integer(256))));
        break;
      case 2:
        await symlink(pipe, path);
        break;
      case 3:
        await symlink('/dev/zero', path);
        break;
      case 4:
        await symlink(join(root, 'nowhere'), path);
        break;
      case 5: // larger than any picture
        await writeFile(path, '');
        await truncate(path, 2 ** 25 + 1 + random.integer(2 ** 31));
        break;
      case 6: // a folder with the name of a picture, and a link to the top in it: no row at all
        await mkdir(path);
        await symlink(root, join(path, 'circle'));
        continue;
      case 7:
        await writeFile(
          join(dirname(path), pick(random, ['.hidden.png', '._x.png', 'README', 'x.png.txt'])),
          'x',
        );
        continue;
      default:
        await symlink(path, path);
    }
    bad++;
  }
  return { good, bad };
}
