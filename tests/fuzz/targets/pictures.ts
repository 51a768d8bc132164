import { crc32 } from 'node:zlib';
import { assertRasterImage, type ImageSource, loadImage, type Random, type RasterImage } from '@fer/core';
import sharp, { type Sharp } from 'sharp';
import type { FuzzTarget } from '../target.ts';

/** A pixel costs up to 14 bytes (turned, interlaced, 16 bits, alpha), which the allocator gives back late; a case may keep 256 MB. */
const MAX_PIXELS = 2 ** 23;

/** Valid picture files of all kinds, some hundred bytes each. */
const seeds: Buffer[] = [];

/** Pictures that are cut, flipped, taken apart and told to be huge are decoded, the same twice, or refused. */
export const pictures: FuzzTarget = {
  name: 'pictures',
  async prepare() {
    if (seeds.length === 0) seeds.push(...(await drawSeeds()));
    for (const seed of seeds) await loadImage(seed).catch(() => {});
  },
  async run(random, signal) {
    const file = mutate(random, seeds[random.integer(seeds.length)]!);
    const image = await loadImage(asSource(random, file), { maxPixels: MAX_PIXELS, signal });
    check(image);
    if (random.integer(4) === 0) {
      const again = await loadImage(file, { maxPixels: MAX_PIXELS, signal });
      if (Buffer.compare(Buffer.from(image.data), Buffer.from(again.data)) !== 0) {
        throw new Error('finding: one file was decoded to two pictures');
      }
    }
    return 'ok';
  },
};

function check(image: RasterImage): void {
  try {
    assertRasterImage(image);
  } catch (cause) {
    throw new Error('finding: a malformed image', { cause });
  }
  const { width, height } = image;
  if (width * height > MAX_PIXELS) throw new Error(`finding: ${width}×${height} pixels were let through`);
}

async function drawSeeds(): Promise<Buffer[]> {
  const noise = (width: number, height: number, channels: 3 | 4 = 3) =>
    sharp(
      Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 2654435761) >>> 24),
      { raw: { width, height, channels } },
    );
  const frames = () =>
    sharp(
      Uint8Array.from({ length: 8 * 24 * 3 }, (_, i) => (i * 40503) >>> 8),
      {
        raw: { width: 8, height: 24, channels: 3, pageHeight: 8 },
      },
    );
  const drawn: Sharp[] = [
    noise(9, 7).png(),
    noise(9, 7, 4).png({ progressive: true }),
    noise(9, 7).png({ palette: true }),
    noise(9, 7, 4).toColourspace('rgb16').png({ progressive: true }),
    noise(9, 7).toColourspace('grey16').png(),
    noise(19, 17).jpeg(),
    noise(19, 17).jpeg({ progressive: true, chromaSubsampling: '4:4:4' }),
    noise(19, 17).withMetadata({ orientation: 6 }).jpeg(),
    noise(19, 17)
      .withIccProfile('p3')
      .withExif({ IFD0: { Copyright: 'nobody' } })
      .jpeg(),
    noise(19, 17).toColourspace('cmyk').jpeg(),
    noise(9, 7).webp(),
    noise(9, 7, 4).webp({ lossless: true }),
    frames().webp({ effort: 0 }),
    noise(9, 7).gif(),
    frames().gif(),
    noise(9, 7).tiff({ compression: 'none' }),
    noise(9, 7, 4).tiff({ compression: 'deflate', tile: true, tileWidth: 16, tileHeight: 16 }),
    noise(9, 7).tiff({ compression: 'lzw', predictor: 'horizontal' }),
    noise(9, 7).tiff({ compression: 'jpeg' }),
    noise(9, 7).avif({ effort: 0 }),
  ];
  return [...(await Promise.all(drawn.map((picture) => picture.toBuffer()))), bmp(9, 7)];
}

function bmp(width: number, height: number): Buffer {
  const stride = (width * 3 + 3) & ~3;
  const file = Buffer.alloc(54 + stride * height, 99);
  file.fill(0, 0, 54).write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  return file;
}

function asSource(random: Random, file: Buffer): ImageSource {
  const bytes = Uint8Array.from(file);
  const sources = [
    () => file,
    () => bytes.buffer,
    () => new Blob([bytes]),
    () => new File([bytes], 'a.png'),
    () => `data:image/png;base64,${file.toString('base64')}`,
  ];
  return sources[random.integer(sources.length)]!();
}

type Mutator = (random: Random, file: Buffer) => Buffer;

function mutate(random: Random, seed: Buffer): Buffer {
  let file: Buffer = Buffer.from(seed);
  for (let rounds = random.integer(4); rounds >= 0 && file.length > 0; rounds--) {
    file = mutators[random.integer(mutators.length)]!(random, file);
  }
  return file;
}

const mutators: Mutator[] = [
  flip,
  flip,
  setNumber,
  cut,
  splice,
  repeatSpan,
  resizeHeader,
  rearrangePng,
  rearrangeJpeg,
];

function flip(random: Random, file: Buffer): Buffer {
  for (let flips = 1 + random.integer(8); flips > 0; flips--) {
    file[random.integer(file.length)]! ^= 1 << random.integer(8);
  }
  return file;
}

/** Writes a number that is likely to be a length, a count or an offset. */
function setNumber(random: Random, file: Buffer): Buffer {
  if (file.length < 4) return file;
  const numbers = [
    0,
    1,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 32 - 1,
    file.length,
    random.integer(2 ** 16),
    random.integer(2 ** 32),
  ];
  const at = random.integer(Math.min(file.length, 200) - 3);
  const number = numbers[random.integer(numbers.length)]!;
  if (random.integer(2) === 0) file.writeUInt32BE(number, at);
  else file.writeUInt32LE(number, at);
  return file;
}

function cut(random: Random, file: Buffer): Buffer {
  return file.subarray(0, random.integer(file.length));
}

function splice(random: Random, file: Buffer): Buffer {
  const other = seeds[random.integer(seeds.length)]!;
  return Buffer.concat([
    file.subarray(0, random.integer(file.length)),
    other.subarray(random.integer(other.length)),
  ]);
}

function repeatSpan(random: Random, file: Buffer): Buffer {
  const from = random.integer(file.length);
  const span = file.subarray(from, from + random.integer(64));
  return Buffer.concat([
    file.subarray(0, from),
    ...Array.from({ length: random.integer(300) }, () => span),
    file.subarray(from),
  ]);
}

/** Tells of another size, with the check sum that belongs to it. */
function resizeHeader(random: Random, file: Buffer): Buffer {
  if (file.length < 40) return file;
  const side = () =>
    [0, 1, 4000, 5000, 16_000, 65_535, 2 ** 31 - 1, random.integer(70_000)][random.integer(8)]!;
  const [width, height] = [side(), side()];
  if (file[0] === 0x89) {
    file.writeUInt32BE(width, 16);
    file.writeUInt32BE(height, 20);
    if (random.integer(3) === 0) file[24] = [1, 2, 4, 8, 16][random.integer(5)]!;
    if (random.integer(3) === 0) file[25] = [0, 2, 3, 4, 6][random.integer(5)]!;
    file.writeUInt32BE(crc32(file.subarray(12, 29)), 29);
  } else if (file[0] === 0xff) {
    const frame = file.findIndex((byte, at) => byte === 0xff && (file[at + 1]! & 0xfc) === 0xc0);
    if (frame < 0 || frame + 9 > file.length) return file;
    file.writeUInt16BE(height & 0xffff, frame + 5);
    file.writeUInt16BE(width & 0xffff, frame + 7);
  } else if (file[0] === 0x42) {
    file.writeInt32LE(width, 18);
    file.writeInt32LE(height, 22);
  } else {
    const at = file[0] === 0x47 ? 6 : 24 + random.integer(8);
    file.writeUInt16LE(width & 0xffff, at);
    file.writeUInt16LE(height & 0xffff, at + 2);
  }
  return file;
}

/** Drops, doubles or exchanges chunks of a PNG, each of them whole. */
function rearrangePng(random: Random, file: Buffer): Buffer {
  if (file[0] !== 0x89) return file;
  const chunks: Buffer[] = [];
  for (let at = 8; at + 12 <= file.length; ) {
    const end = Math.min(at + 12 + file.readUInt32BE(at), file.length);
    chunks.push(file.subarray(at, end));
    at = end;
  }
  return Buffer.concat([file.subarray(0, 8), ...rearrange(random, chunks)]);
}

/** Drops, doubles or exchanges segments of a JPEG, each of them whole. */
function rearrangeJpeg(random: Random, file: Buffer): Buffer {
  if (file[0] !== 0xff) return file;
  const segments: Buffer[] = [];
  let at = 2;
  while (at + 4 <= file.length && file[at] === 0xff && file[at + 1] !== 0xda) {
    const end = Math.min(at + 2 + file.readUInt16BE(at + 2), file.length);
    segments.push(file.subarray(at, end));
    at = end;
  }
  return Buffer.concat([file.subarray(0, 2), ...rearrange(random, segments), file.subarray(at)]);
}

function rearrange(random: Random, parts: Buffer[]): Buffer[] {
  if (parts.length < 2) return parts;
  const [a, b] = [random.integer(parts.length), random.integer(parts.length)];
  const part = parts[a]!;
  switch (random.integer(3)) {
    case 0:
      parts.splice(a, 1);
      break;
    case 1:
      parts.splice(b, 0, ...Array.from({ length: 1 + random.integer(100) }, () => part));
      break;
    default:
      parts[a] = parts[b]!;
      parts[b] = part;
  }
  return parts;
}
