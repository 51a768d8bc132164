import { describe, expect, it } from 'vitest';
import { picture, pillow } from './__fixtures__/pillow.ts';
import { readGrayRow, toGray } from './grayscale.ts';

describe('toGray', () => {
  it("gives the levels of Pillow's mode L", () => {
    const gray = toGray({ data: picture(16, 16, 3), width: 16, height: 16, channels: 3 });
    expect([...gray.data]).toEqual(pillow.gray);
    expect(gray).toMatchObject({ width: 16, height: 16 });
  });

  it('does so for colours all over the cube', () => {
    const data = new Uint8Array(52 ** 3 * 3);
    let at = 0;
    for (let r = 0; r < 256; r += 5) {
      for (let g = 0; g < 256; g += 5) {
        for (let b = 0; b < 256; b += 5) {
          data[at++] = r;
          data[at++] = g;
          data[at++] = b;
        }
      }
    }
    const gray = toGray({ data, width: 52 ** 2, height: 52, channels: 3 });
    expect(gray.data.reduce((sum, level) => sum + level, 0)).toBe(pillow.graySum);
  });

  it('does not look at alpha', () => {
    const rgba = new Uint8ClampedArray([10, 200, 30, 0, 10, 200, 30, 255]);
    const [first, second] = toGray({ data: rgba, width: 2, height: 1, channels: 4 }).data;
    expect(first).toBe(124);
    expect(second).toBe(124);
  });

  it('passes gray through, and leaves the ends where they are', () => {
    const levels = [0, 1, 127, 254, 255, 3];
    expect([...toGray({ data: new Uint8Array(levels), width: 3, height: 2, channels: 1 }).data]).toEqual(
      levels,
    );
    const white = {
      data: new Uint8Array([255, 255, 255, 0, 0, 0]),
      width: 2,
      height: 1,
      channels: 3,
    } as const;
    expect([...toGray(white).data]).toEqual([255, 0]);
  });
});

describe('readGrayRow', () => {
  const image = { data: new Uint8Array([1, 2, 3, 4, 5, 6]), width: 3, height: 2, channels: 1 } as const;
  const read = (y: number, x: number, length: number) => {
    const out = new Float32Array(length).fill(-1);
    readGrayRow(image, y, x, out);
    return [...out];
  };

  it('repeats the edge beyond it, on all sides', () => {
    expect(read(0, -2, 7)).toEqual([1, 1, 1, 2, 3, 3, 3]);
    expect(read(-5, 0, 3)).toEqual([1, 2, 3]);
    expect(read(9, 1, 3)).toEqual([5, 6, 6]);
    expect(read(1, -9, 2)).toEqual([4, 4]);
    expect(read(1, 9, 2)).toEqual([6, 6]);
  });

  it('does so in colour too', () => {
    const colour = { data: new Uint8Array([9, 9, 9, 7, 7, 7]), width: 2, height: 1, channels: 3 } as const;
    const out = new Float32Array(5);
    readGrayRow(colour, 0, -1, out);
    expect([...out]).toEqual([9, 9, 7, 7, 7]);
  });
});
