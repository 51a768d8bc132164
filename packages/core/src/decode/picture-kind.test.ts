import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { pictureKind } from './picture-kind.ts';

const picture = () => sharp({ create: { width: 8, height: 8, channels: 3, background: '#345' } });
const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('pictureKind', () => {
  it.each([
    ['JPEG', () => picture().jpeg()],
    ['PNG', () => picture().png()],
    ['GIF', () => picture().gif()],
    ['WebP', () => picture().webp()],
    ['TIFF', () => picture().tiff()],
    ['AVIF', () => picture().avif()],
  ])('knows a real %s', async (kind, encode) => {
    expect(pictureKind(await encode().toBuffer())).toBe(kind);
  });

  it.each([
    ['BMP', 'BM\x3a\0\0\0\0\0\0\0\x36\0\0\0'],
    ['TIFF', 'MM\0*\0\0\0\x08'],
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
    ['HEIC', '\0\0\0\x14ftypmif1\0\0\0\0miaf'],
    ['AVIF', '\0\0\0\x1cftypmif1\0\0\0\0miafavif'],
  ])('knows the header of %s', (kind, header) => {
    expect(pictureKind(bytesOf(header))).toBe(kind);
  });

  it.each([
    '',
    '\xff\xd8',
    'BMW is a car',
    'RIFF\0\0\0\0WAVE',
    '\0\0\0\x14ftypisom\0\0\0\0mp42',
    '<svg/>',
    'GIF8',
  ])('does not know %j', (text) => {
    expect(pictureKind(bytesOf(text))).toBeUndefined();
  });

  it('looks at no brand past the end of its box', () => {
    expect(pictureKind(bytesOf('\0\0\0\x10ftypisom\0\0\0\0avif'))).toBeUndefined();
  });
});
