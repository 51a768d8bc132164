import { describe, expect, it } from 'vitest';
import { cropGray, cropRegion } from './crop.ts';

const image = { data: new Uint8Array([1, 2, 3, 4, 5, 6]), width: 3, height: 2, channels: 1 } as const;

describe('cropGray', () => {
  it('cuts whole pixels', () => {
    const crop = cropGray(image, { x: 1, y: 0, width: 2, height: 2 });
    expect(crop).toMatchObject({ width: 2, height: 2 });
    expect([...crop.data]).toEqual([2, 3, 5, 6]);
  });

  it('rounds a fractional box outwards', () => {
    const crop = cropGray(image, { x: 0.9, y: 0.5, width: 0.3, height: 0.25 });
    expect([...crop.data]).toEqual([1, 2]);
  });

  it('repeats the edges beyond the image', () => {
    const crop = cropGray(image, { x: -1, y: -1, width: 5, height: 4 });
    expect([...crop.data]).toEqual([1, 1, 2, 3, 3, 1, 1, 2, 3, 3, 4, 4, 5, 6, 6, 4, 4, 5, 6, 6]);
  });
});

describe('cropRegion', () => {
  it('keeps where the box lies in its whole pixels', () => {
    expect(cropRegion(image, { x: -0.25, y: 0.5, width: 2, height: 1 })).toEqual({
      cover: { x: -1, y: 0, width: 3, height: 2 },
      inner: { x: 0.75, y: 0.5, width: 2, height: 1 },
    });
  });

  it('covers at least a pixel, however small the box', () => {
    expect(cropRegion(image, { x: 2, y: 1, width: 1e-18, height: 1e-18 }).cover).toEqual({
      x: 2,
      y: 1,
      width: 1,
      height: 1,
    });
  });

  it.each([
    [{ x: 0, y: 0, width: 0, height: 1 }, 'must have a positive width and height'],
    [{ x: 0, y: 0, width: 1, height: -2 }, 'must have a positive width and height'],
    [{ x: Number.NaN, y: 0, width: 1, height: 1 }, 'must have finite numbers'],
    [{ x: 0, y: 0, width: Number.POSITIVE_INFINITY, height: 1 }, 'must have finite numbers'],
    [{ x: -9000, y: 0, width: 20_000, height: 1 }, 'must not be longer than 16384 pixels'],
    [{ x: 3, y: 0, width: 1, height: 1 }, 'must overlap the image of 3×2 pixels, but came as x 3, y 0'],
    [{ x: 0, y: -1, width: 1, height: 1 }, 'must overlap the image'],
  ])('refuses %o', (box, message) => {
    expect(() => cropRegion(image, box)).toThrow(
      expect.objectContaining({ code: 'FER_INVALID_ARGUMENT', message: expect.stringContaining(message) }),
    );
  });
});
