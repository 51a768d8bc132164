import { describe, expect, it } from 'vitest';
import { asBox, picture, pillow } from './__fixtures__/pillow.ts';
import { resizeGray } from './resize.ts';

describe('resizeGray', () => {
  for (const reference of pillow.resized) {
    const { height, width, outHeight, outWidth } = reference;
    const image = { data: Float32Array.from(picture(height, width, 1)), width, height };
    const resized = () =>
      resizeGray(image, { width: outWidth, height: outHeight, box: asBox(reference.box) });
    const name = `${width}×${height}${reference.box ? ` [${reference.box}]` : ''} to ${outWidth}×${outHeight}`;

    it(`gives what Pillow gives: ${name}`, () => {
      const { data } = resized();
      expect(data).toHaveLength(reference.float.length);
      for (const [i, expected] of reference.float.entries()) {
        expect(Math.abs(data[i]! - expected), `pixel ${i}`).toBeLessThan(0.002);
        expect(Math.abs(data[i]! - reference.bytes[i]!), `8-bit pixel ${i}`).toBeLessThanOrEqual(1.01);
      }
    });
  }

  it('leaves an image of the same size as it is', () => {
    const data = Float32Array.from(picture(7, 9, 1));
    expect(resizeGray({ data, width: 9, height: 7 }, { width: 9, height: 7 }).data).toEqual(data);
  });

  it('keeps the mean when shrinking, where sampling would alias', () => {
    // Stripes one pixel wide: picking single pixels would give all black or all white.
    const data = new Float32Array(400 * 400).map((_, i) => (i % 2 === 0 ? 0 : 255));
    const small = resizeGray({ data, width: 400, height: 400 }, { width: 48, height: 48 });
    for (const level of small.data) expect(Math.abs(level - 127.5)).toBeLessThan(6);
  });

  it('keeps a flat image flat', () => {
    const flat = { data: new Float32Array(13 * 11).fill(200), width: 13, height: 11 };
    for (const level of resizeGray(flat, { width: 48, height: 5 }).data) expect(level).toBeCloseTo(200, 3);
  });
});
