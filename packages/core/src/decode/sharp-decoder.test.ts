import { runInNewContext } from 'node:vm';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { FerError } from '../errors.ts';
import type { RasterImage } from '../image.ts';
import { swappedProfile, withProfile } from './__fixtures__/colour-profile.ts';
import { loadImage } from './load-image.ts';
import { createSharpDecoder } from './sharp-decoder.ts';

/** Left half black, right half white, 16×8: what a turn does to it can be seen. */
const halves = () => {
  const data = new Uint8Array(16 * 8 * 3).map((_, i) => (Math.floor(i / 3) % 16 < 8 ? 0 : 255));
  return sharp(data, { raw: { width: 16, height: 8, channels: 3 } });
};

/** Slow ramps in all channels, different at every turn. */
const ramps = (width: number, height: number) => {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const x = (Math.floor(i / 3) % width) / width;
    const y = Math.floor(i / 3 / width) / height;
    return [255 * x, 255 * y, 255 - 100 * x - 150 * y][i % 3]!;
  });
  return sharp(data, { raw: { width, height, channels: 3 } });
};

const levelAt = ({ data, width, channels }: RasterImage, x: number, y: number) =>
  data[(y * width + x) * channels]!;

describe('createSharpDecoder', () => {
  // EXIF 2.32, tag 0x0112: 3 half a turn, 6 a quarter clockwise, 8 a quarter counter-clockwise, 2 mirrored.
  it.each([
    [1, 16, 8, 'white right'],
    [2, 16, 8, 'white left'],
    [3, 16, 8, 'white left'],
    [6, 8, 16, 'white below'],
    [8, 8, 16, 'white above'],
  ])('turns a JPEG of orientation %d upright', async (orientation, width, height, where) => {
    const jpeg = await halves().jpeg({ quality: 100 }).withMetadata({ orientation }).toBuffer();
    const image = await loadImage(jpeg);
    expect(image).toMatchObject({ width, height });
    const [x, y] = {
      'white right': [width - 2, 4],
      'white left': [1, 4],
      'white below': [4, height - 2],
      'white above': [4, 1],
    }[where]!;
    expect(levelAt(image, x!, y!)).toBeGreaterThan(250);
    expect(levelAt(image, width - 1 - x!, height - 1 - y!)).toBeLessThan(5);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'makes a JPEG of orientation %d smaller and turns it upright',
    async (orientation) => {
      const jpeg = await ramps(403, 201).jpeg({ quality: 95 }).withMetadata({ orientation }).toBuffer();
      const whole = await loadImage(jpeg);
      const small = await loadImage(jpeg, { minSide: 25 });
      const [width, height] = orientation < 5 ? [50, 25] : [25, 50];
      expect(small).toMatchObject({ width, height, fullSize: { width: whole.width, height: whole.height } });
      for (const [x, y] of [
        [2, 2],
        [width - 3, 3],
        [4, height - 3],
        [width - 3, height - 3],
      ] as const) {
        const [fullX, fullY] = [(x + 0.5) * (whole.width / width), (y + 0.5) * (whole.height / height)];
        for (const channel of [0, 1, 2]) {
          const level = small.data[(y * width + x) * 3 + channel]!;
          const full = whole.data[(Math.floor(fullY) * whole.width + Math.floor(fullX)) * 3 + channel]!;
          expect(Math.abs(level - full)).toBeLessThanOrEqual(4);
        }
      }
    },
  );

  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'keeps the wanted pixels of a %s, and all where less than half could go',
    async (format) => {
      const bytes = await ramps(120, 80).toFormat(format).toBuffer();
      const sized = async (minSide: number) => {
        const { width, height, fullSize } = await loadImage(bytes, { minSide });
        return { width, height, fullSize };
      };
      const whole = { width: 120, height: 80, fullSize: undefined };
      // Nothing here reads the size of a TIFF before it is decoded.
      const fullSize = { width: 120, height: 80 };
      expect(await sized(19.5)).toEqual(format === 'tiff' ? whole : { width: 30, height: 20, fullSize });
      expect(await sized(40)).toEqual(format === 'tiff' ? whole : { width: 60, height: 40, fullSize });
      expect(await sized(41)).toEqual(whole);
      expect(await sized(Number.POSITIVE_INFINITY)).toEqual(whole);
    },
  );

  it('counts the pixels of the file, not those that are left', async () => {
    const jpeg = await ramps(120, 80).jpeg().toBuffer();
    await expect(loadImage(jpeg, { minSide: 10, maxPixels: 9599 })).rejects.toMatchObject({
      code: 'FER_IMAGE_INVALID',
    });
    expect(await loadImage(jpeg, { minSide: 10, maxPixels: 9600 })).toMatchObject({ width: 15, height: 10 });
  });

  it('says that a JPEG is cut short, also where it comes smaller', async () => {
    const jpeg = await ramps(800, 800).jpeg().toBuffer();
    const half = jpeg.subarray(0, Math.floor(jpeg.length / 2));
    await expect(loadImage(half, { minSide: 50 })).rejects.toMatchObject({ code: 'FER_IMAGE_DECODE' });
  });

  it.each([undefined, 20])('shows the colours that a profile says (minSide: %s)', async (minSide) => {
    const jpeg = await sharp({ create: { width: 160, height: 160, channels: 3, background: '#c88c64' } })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const { data } = await loadImage(withProfile(jpeg, swappedProfile()), minSide ? { minSide } : {});
    for (const [i, level] of [0x64, 0x8c, 0xc8].entries())
      expect(Math.abs(data[i]! - level)).toBeLessThanOrEqual(3);
  });

  it('brings a CMYK JPEG to RGB, also where it comes smaller', async () => {
    const jpeg = await sharp({ create: { width: 80, height: 80, channels: 3, background: '#ff0000' } })
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer();
    const [whole, small] = [await loadImage(jpeg), await loadImage(jpeg, { minSide: 10 })];
    expect(small).toMatchObject({ width: 10, channels: 3 });
    for (const i of [0, 1, 2]) expect(Math.abs(small.data[i]! - whole.data[i]!)).toBeLessThanOrEqual(3);
  });

  it.each([0, -1, Number.NaN, '480', null])('refuses a minSide of %s', async (minSide) => {
    await expect(loadImage(await halves().png().toBuffer(), { minSide: minSide as never })).rejects.toThrow(
      /`minSide` must be a number above 0/,
    );
  });

  it('lays alpha on white', async () => {
    const rgba = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 255, 0, 100, 200, 128]);
    const png = await sharp(rgba, { raw: { width: 3, height: 1, channels: 4 } })
      .png()
      .toBuffer();
    const image = await loadImage(png);
    expect(image.channels).toBe(3);
    const expected = [255, 255, 255, 0, 0, 0, 127, 177, 227];
    for (const [i, level] of expected.entries())
      expect(Math.abs(image.data[i]! - level)).toBeLessThanOrEqual(1);
  });

  it('keeps the levels of a gray picture', async () => {
    const levels = Uint8Array.from({ length: 256 }, (_, i) => i);
    const png = await sharp(levels, { raw: { width: 16, height: 16, channels: 1 } })
      .png()
      .toBuffer();
    const { data, channels } = await loadImage(png);
    expect(levels.every((level, i) => data[i * channels] === level)).toBe(true);
  });

  it.each([
    ['a 16-bit colour PNG', 3],
    ['a 16-bit gray PNG', 1],
  ] as const)('brings %s to 8 bits', async (_, channels) => {
    const wide = new Uint16Array(4 * channels).fill(0x8040);
    const png = await sharp(wide, { raw: { width: 2, height: 2, channels } })
      .toColourspace(channels === 3 ? 'rgb16' : 'grey16')
      .png()
      .toBuffer();
    expect((await sharp(png).metadata()).depth).toBe('ushort');
    const image = await loadImage(png);
    expect(image.data).toHaveLength(4 * image.channels);
    for (const level of image.data) expect(level).toBe(0x80);
  });

  it('brings CMYK to RGB', async () => {
    const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#ff0000' } })
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer();
    expect((await sharp(jpeg).metadata()).space).toBe('cmyk');
    const image = await loadImage(jpeg);
    expect(image.channels).toBe(3);
    const [red, green, blue] = image.data;
    expect(red).toBeGreaterThan(200);
    expect(Math.max(green!, blue!)).toBeLessThan(80);
  });

  it('takes the first frame of an animation', async () => {
    const frames = new Uint8Array(2 * 4 * 3).fill(255, 12);
    const gif = await sharp(frames, { raw: { width: 2, height: 4, channels: 3, pageHeight: 2 } })
      .gif()
      .toBuffer();
    expect((await sharp(gif).metadata()).pages).toBe(2);
    const image = await loadImage(gif);
    expect(image).toMatchObject({ width: 2, height: 2 });
    expect(image.data[0]).toBe(0);
  });

  it.each([
    ['jpeg', () => halves().resize(400, 400).jpeg()],
    ['png', () => halves().resize(400, 400).png({ compressionLevel: 0 })],
    ['webp', () => halves().resize(400, 400).webp({ lossless: true })],
  ] as const)('says that a %s is cut short, and which', async (_, encode) => {
    const whole = await encode().toBuffer();
    const file = new File([new Uint8Array(whole.subarray(0, Math.floor(whole.length / 2)))], 'holiday.jpg');
    const failure = await loadImage(file).catch((error: FerError) => error);
    expect(failure).toMatchObject({ code: 'FER_IMAGE_DECODE' });
    expect((failure as FerError).message).toContain('The picture holiday.jpg cannot be decoded');
  });

  it.each<[string, Uint8Array, string]>([
    ['text', new TextEncoder().encode('hello there'), 'is not a picture file of a known kind'],
    ['nothing', new Uint8Array(), 'has no bytes'],
    [
      'a BMP',
      Uint8Array.from([0x42, 0x4d, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
      'of the kind BMP, which no decoder here knows',
    ],
    [
      'a signature without a picture',
      Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]),
      'damaged or cut short (sharp:',
    ],
  ])('says that %s cannot be decoded', async (_, bytes, message) => {
    // The decoder of browsers knows BMP, but is not supported here, so sharp stands alone.
    const lookup = {
      list: () => [createSharpDecoder()],
      has: () => true,
      get: () => createSharpDecoder(),
      origin: () => '@fer/core',
    };
    const failure = await loadImage(bytes, { decoders: lookup }).catch((error: FerError) => error);
    expect(failure).toMatchObject({ code: 'FER_IMAGE_DECODE' });
    expect((failure as FerError).message).toContain(message);
  });

  it('refuses a picture of too many pixels, by its header', async () => {
    // A PNG of some 100 bytes whose header promises 65,535 × 65,535 pixels.
    const png = await halves().png().toBuffer();
    png.writeUInt32BE(65_535, 16);
    png.writeUInt32BE(65_535, 20);
    const failure = (await loadImage(png).catch((error: FerError) => error)) as FerError;
    expect(failure.code).toBe('FER_IMAGE_INVALID');
    expect(failure.message).toContain('in a Uint8Array was not decoded: it has more than 67108864 pixels');
  });

  it.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'lets a %s have as many pixels as is said, and no more',
    async (format) => {
      const bytes = await halves().toFormat(format).toBuffer();
      expect(await loadImage(bytes, { maxPixels: 128 })).toMatchObject({ width: 16, height: 8 });
      const failure = (await loadImage(bytes, { maxPixels: 127 }).catch(
        (error: FerError) => error,
      )) as FerError;
      expect(failure.code).toBe('FER_IMAGE_INVALID');
      expect(failure.message).toContain('it has more than 127 pixels');
    },
  );

  it.each([
    ['an SVG', ''],
    ['an SVG that calls itself a GIF', 'GIF89a'],
    ['an SVG that calls itself a WebP', 'RIFF1234WEBP'],
    ['an SVG that calls itself an AVIF', '0000ftypavif'],
  ])('does not draw %s', async (_, start) => {
    const svg = `${start}<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>`;
    const bytes = new TextEncoder().encode(svg);
    await expect(createSharpDecoder().decode(bytes)).rejects.toMatchObject({ code: 'FER_IMAGE_DECODE' });
    await expect(loadImage(bytes)).rejects.toMatchObject({ code: 'FER_IMAGE_DECODE' });
  });

  it('brings other colour spaces to sRGB', async () => {
    const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: '#c06040' } })
      .withIccProfile('p3')
      .png()
      .toBuffer();
    expect((await sharp(png).metadata()).icc?.length).toBeGreaterThan(100);
    const { data } = await loadImage(png);
    for (const [i, level] of [0xc0, 0x60, 0x40].entries())
      expect(Math.abs(data[i]! - level)).toBeLessThanOrEqual(2);
  });

  it('FER_IMAGE_DECODE for a picture without a size', async () => {
    const png = await halves().png().toBuffer();
    png.writeUInt32BE(0, 16);
    await expect(loadImage(png)).rejects.toMatchObject({ code: 'FER_IMAGE_DECODE' });
    await expect(loadImage(png.subarray(0, 20))).rejects.toMatchObject({ code: 'FER_IMAGE_DECODE' });
  });

  it('reads bytes of another realm, and bytes that are shared with threads', async () => {
    const png = await halves().png().toBuffer();
    const foreign = runInNewContext('Uint8Array.from(bytes)', { bytes: [...png] });
    expect(foreign).not.toBeInstanceOf(Uint8Array);
    const shared = new Uint8Array(new SharedArrayBuffer(png.length));
    shared.set(png);
    for (const bytes of [foreign, shared, shared.buffer]) {
      expect(await loadImage(bytes)).toMatchObject({ width: 16, height: 8 });
    }
  });

  it('uses the library that is given', async () => {
    let used = 0;
    const decoder = createSharpDecoder({
      lib: (input, options) => {
        used++;
        return sharp(input, options);
      },
    });
    expect(await decoder.decode(await halves().png().toBuffer())).toMatchObject({ width: 16, height: 8 });
    expect(used).toBe(1);
  });
});
