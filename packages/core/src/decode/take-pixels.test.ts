import { describe, expect, it } from 'vitest';
import type { PixelSource } from '../image-source.ts';
import { takePixels } from './take-pixels.ts';

describe('takePixels', () => {
  it.each([1, 3] as const)('passes %d channels through, not copied', (channels) => {
    const data = new Uint8Array(2 * channels);
    const image = takePixels({ data, width: 2, height: 1, channels });
    expect(image).toEqual({ data, width: 2, height: 1, channels });
    expect(image.data).toBe(data);
  });

  it.each([1, 3, 4] as const)('finds out by itself that there are %d channels', (channels) => {
    const data = new Uint8ClampedArray(6 * channels).fill(255);
    expect(takePixels({ data, width: 3, height: 2 })).toEqual({ data, width: 3, height: 2, channels });
  });

  it('rounds gray float32 to bytes', () => {
    const image = takePixels({ data: new Float32Array([0, 99.6, 255]), width: 3, height: 1 });
    expect([...image.data]).toEqual([0, 100, 255]);
    expect(image.channels).toBe(1);
  });

  it('lays RGBA on white', () => {
    const data = new Uint8ClampedArray([10, 20, 30, 0, 10, 20, 30, 255, 0, 100, 200, 128]);
    const image = takePixels({ data, width: 3, height: 1 });
    expect(image.channels).toBe(3);
    expect([...image.data]).toEqual([255, 255, 255, 10, 20, 30, 127, 177, 227]);
  });

  it('takes the pixels of another realm', async () => {
    const { runInNewContext } = await import('node:vm');
    const foreign = runInNewContext('({ data: new Uint8Array(6), width: 3, height: 2 })') as PixelSource;
    expect(foreign.data instanceof Uint8Array).toBe(false);
    expect(takePixels(foreign).channels).toBe(1);
  });

  it.each<[string, unknown, string]>([
    [
      'a length that fits no number of channels',
      { data: new Uint8Array(5), width: 2, height: 1 },
      'must have 1, 3 or 4 channels, but has 2.5',
    ],
    [
      'another length than it should',
      { data: new Uint8Array(5), width: 2, height: 1, channels: 3 },
      'must have 6 values, but has 5',
    ],
    [
      'no size',
      { data: new Uint8Array(0), width: 0, height: 0 },
      'width of at least 1 whole pixel, but has 0',
    ],
    ['no data', { data: undefined, width: 1, height: 1 }, 'must have `data` of type Uint8Array'],
    [
      'a level past 255',
      { data: new Float32Array([256]), width: 1, height: 1 },
      'gray levels in 0..255, but has 256',
    ],
    [
      'a level below 0',
      { data: new Float32Array([-1]), width: 1, height: 1 },
      'gray levels in 0..255, but has -1',
    ],
    [
      'a level that is no number',
      { data: new Float32Array([Number.NaN]), width: 1, height: 1 },
      'but has NaN',
    ],
    ['levels in 0..1', { data: new Float32Array([0, 0.5]), width: 2, height: 1 }, 'multiply them by 255'],
    [
      'coloured float32',
      { data: new Float32Array(3), width: 1, height: 1, channels: 3 },
      'of float32 must be gray',
    ],
    ['too few levels', { data: new Float32Array(3), width: 2, height: 2 }, 'must have 4 values, but has 3'],
  ])('refuses %s', (_, pixels, message) => {
    expect(() => takePixels(pixels as PixelSource)).toThrow(
      expect.objectContaining({ code: 'FER_IMAGE_INVALID', message: expect.stringContaining(message) }),
    );
  });
});
