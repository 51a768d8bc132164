import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { pictureSize } from './picture-size.ts';

const noise = () =>
  sharp({
    create: {
      width: 70,
      height: 50,
      channels: 3,
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
      background: 'red',
    },
  });
const size = { width: 70, height: 50 };

describe('pictureSize', () => {
  it.each<[string, () => Sharp]>([
    ['a PNG', () => noise().png()],
    ['an interlaced PNG of 16 bits', () => noise().toColourspace('rgb16').png({ progressive: true })],
    ['a JPEG', () => noise().jpeg()],
    ['a progressive JPEG', () => noise().jpeg({ progressive: true })],
    [
      'a JPEG with EXIF and ICC',
      () =>
        noise()
          .keepIccProfile()
          .withExif({ IFD0: { Copyright: 'x'.repeat(999) } })
          .jpeg(),
    ],
    ['a GIF', () => noise().gif()],
    ['a lossy WebP', () => noise().webp()],
    ['a lossless WebP', () => noise().webp({ lossless: true })],
    [
      'an extended WebP',
      () =>
        noise()
          .withExif({ IFD0: { Copyright: 'x' } })
          .webp(),
    ],
    ['an AVIF', () => noise().avif({ effort: 0 })],
  ])('reads that of %s', async (_, encode) => {
    const bytes = await encode().toBuffer();
    expect(pictureSize(bytes)).toEqual(size);
    expect(pictureSize(Uint8Array.from([0, ...bytes]).subarray(1))).toEqual(size);
  });

  // [MS-WMF] 2.2.2.2 and 2.2.2.3.
  it.each([
    ['an old BMP', [12, 0, 0, 0, 70, 0, 50, 0, 1, 0, 24, 0]],
    ['a BMP', [40, 0, 0, 0, 70, 0, 0, 0, 50, 0, 0, 0, 1, 0, 24, 0]],
    ['a BMP from above', [40, 0, 0, 0, 70, 0, 0, 0, 206, 255, 255, 255, 1, 0, 24, 0]],
  ])('reads that of %s', (_, header) => {
    expect(pictureSize(Uint8Array.from([0x42, 0x4d, ...new Array(12).fill(0), ...header]))).toEqual(size);
  });

  it('takes the first frame of a GIF for its size where that is larger', async () => {
    const gif = await noise().gif().toBuffer();
    gif.writeUInt16LE(1, 6);
    gif.writeUInt16LE(1, 8);
    expect(pictureSize(gif)).toEqual(size);
  });

  it('passes over fill bytes and garbage between the segments of a JPEG', async () => {
    const jpeg = await noise().jpeg().toBuffer();
    const odd = Buffer.concat([
      jpeg.subarray(0, 2),
      Buffer.from([0xff, 0xff, 0xff, 0xd0, 7, 7]),
      jpeg.subarray(2),
    ]);
    expect((await sharp(odd).metadata()).width).toBe(70);
    expect(pictureSize(odd)).toEqual(size);
  });

  it('does not take the thumbnail in EXIF for the picture', async () => {
    const thumbnail = await sharp({ create: { ...size, width: 9, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    const jpeg = await noise().jpeg().toBuffer();
    const app1 = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), thumbnail]);
    app1.writeUInt16BE(thumbnail.length + 2, 2);
    expect(pictureSize(Buffer.concat([jpeg.subarray(0, 2), app1, jpeg.subarray(2)]))).toEqual(size);
  });

  it.each<[string, () => Sharp]>([
    ['PNG', () => noise().png()],
    ['JPEG', () => noise().jpeg()],
    ['GIF', () => noise().gif()],
    ['WebP', () => noise().webp()],
    ['AVIF', () => noise().avif({ effort: 0 })],
  ])('says nothing of a %s that is cut in its header', async (_, encode) => {
    const bytes = await encode().toBuffer();
    for (let length = 0; length < 24; length++)
      expect(pictureSize(bytes.subarray(0, length))).toBeUndefined();
  });

  it('says nothing of a TIFF, of text, and of a box that leads nowhere', () => {
    expect(pictureSize(Uint8Array.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]))).toBeUndefined();
    expect(pictureSize(new TextEncoder().encode('just a line of text'))).toBeUndefined();
    const ftyp = [0, 0, 0, 16, ...Buffer.from('ftypavif'), 0, 0, 0, 0];
    expect(pictureSize(Uint8Array.from([...ftyp, 0, 0, 0, 0, ...Buffer.from('mdat'), 1]))).toBeUndefined();
  });
});
