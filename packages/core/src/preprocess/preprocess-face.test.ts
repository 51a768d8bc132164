import { describe, expect, it } from 'vitest';
import type { InputSpec } from '../input-spec.ts';
import { picture, pillow } from './__fixtures__/pillow.ts';
import { cropGray } from './crop.ts';
import { preprocessFace } from './preprocess-face.ts';
import { resizeGray } from './resize.ts';

const spec: InputSpec = { width: 8, height: 8, channels: 1, resize: 'bilinear-antialias', range: [-1, 1] };
const image = { data: picture(60, 80, 3), width: 80, height: 60, channels: 3 } as const;

describe('preprocessFace', () => {
  it("gives Pillow's convert, crop and resize, scaled to the range", () => {
    const pixels = preprocessFace(image, spec, { x: 10, y: 5, width: 60, height: 50 });
    expect(pixels).toHaveLength(64);
    for (const [i, level] of pillow.face.entries()) {
      expect(Math.abs((pixels[i]! + 1) * 127.5 - level), `pixel ${i}`).toBeLessThanOrEqual(1.01);
    }
  });

  it('takes a whole gray image of the right size as it is', () => {
    const data = picture(8, 8, 1);
    const pixels = preprocessFace({ data, width: 8, height: 8, channels: 1 }, { ...spec, range: [0, 255] });
    expect([...pixels]).toEqual([...data]);
  });

  it('equals cropping and resizing in two steps, beyond the edges too', () => {
    const box = { x: -7.5, y: 30.25, width: 64.5, height: 50 };
    const crop = cropGray(image, box);
    const inner = { x: 0.5, y: 0.25, width: box.width, height: box.height };
    const expected = resizeGray(crop, { width: 8, height: 8, box: inner }).data;
    expect(preprocessFace(image, { ...spec, range: [0, 255] }, box)).toEqual(expected);
  });

  it('refuses malformed images and boxes outside', () => {
    expect(() => preprocessFace({ ...image, width: 81 }, spec)).toThrow(
      expect.objectContaining({ code: 'FER_IMAGE_INVALID' }),
    );
    expect(() => preprocessFace(image, spec, { x: 80, y: 0, width: 5, height: 5 })).toThrow(
      expect.objectContaining({ code: 'FER_INVALID_ARGUMENT' }),
    );
  });
});

describe('in colour', () => {
  const colour: InputSpec = { ...spec, channels: 3 };
  const channelOf = (pixels: Float32Array, channel: number) => pixels.filter((_, i) => i % 3 === channel);
  const box = { x: -7.5, y: 3.25, width: 60, height: 70 };

  it('is each channel as if it were gray', () => {
    const pixels = preprocessFace(image, colour, box);
    expect(pixels).toHaveLength(8 * 8 * 3);
    for (const channel of [0, 1, 2]) {
      const plane = image.data.filter((_, i) => i % 3 === channel);
      const gray = preprocessFace({ data: plane, width: 80, height: 60, channels: 1 }, spec, box);
      expect(channelOf(pixels, channel)).toEqual(gray);
    }
  });

  it('repeats the gray of a gray picture, and leaves alpha out', () => {
    const data = image.data.filter((_, i) => i % 3 === 0);
    const gray = preprocessFace({ data, width: 80, height: 60, channels: 1 }, colour, box);
    expect(channelOf(gray, 0)).toEqual(channelOf(gray, 2));
    const rgba = new Uint8Array(80 * 60 * 4).fill(77);
    for (let i = 0; i < 80 * 60; i++) rgba.set(image.data.subarray(i * 3, i * 3 + 3), i * 4);
    expect(preprocessFace({ data: rgba, width: 80, height: 60, channels: 4 }, colour, box)).toEqual(
      preprocessFace(image, colour, box),
    );
  });
});
