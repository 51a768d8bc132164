import { expect, it } from 'vitest';
import { assertRasterImage } from './assert-raster-image.ts';

it.each([1, 3, 4])('accepts %d channels', (channels) => {
  assertRasterImage({ data: new Uint8Array(6 * channels), width: 3, height: 2, channels });
  assertRasterImage({ data: new Uint8ClampedArray(6 * channels), width: 3, height: 2, channels });
});

const valid = { data: new Uint8Array(6), width: 3, height: 2, channels: 1 };

it.each<[string, unknown, string]>([
  ['nothing', null, 'must be an object'],
  ['other data', { ...valid, data: [1, 2, 3, 4, 5, 6] }, 'must have `data` of type Uint8Array'],
  ['float data', { ...valid, data: new Float32Array(6) }, 'must have `data` of type Uint8Array'],
  ['a width of 0', { ...valid, width: 0 }, 'width of at least 1 whole pixel, but has 0'],
  ['a fractional height', { ...valid, height: 1.5 }, 'height of at least 1 whole pixel, but has 1.5'],
  ['a missing height', { ...valid, height: undefined }, 'but has undefined'],
  ['2 channels', { ...valid, channels: 2 }, 'must have 1, 3 or 4 channels, but has 2'],
  [
    'too little data',
    { ...valid, channels: 3 },
    'of 3×2 pixels and 3 channels must have 18 values, but has 6',
  ],
  [
    'far too many pixels',
    { ...valid, width: 1e5, height: 1e5 },
    'at most 268435456 pixels, but has 100000×100000',
  ],
])('refuses %s', (_, image, message) => {
  expect(() => assertRasterImage(image, 'The frame')).toThrow(
    expect.objectContaining({ code: 'FER_IMAGE_INVALID', message: expect.stringContaining(message) }),
  );
  expect(() => assertRasterImage(image, 'The frame')).toThrow(/^The frame /);
});
