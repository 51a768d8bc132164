import { expect, it } from 'vitest';
import { repeatEdges } from './repeat-edges.ts';

it.each([
  { x: 1, y: 0, width: 2, height: 3 },
  { x: 0, y: 1, width: 4, height: 1 },
  { x: 2, y: 1, width: 1, height: 2 },
])('gives each pixel of 4×3 the nearest of the image at %o', (place) => {
  const image = Float32Array.from({ length: place.width * place.height * 3 }, (_, i) => i + 1);
  const larger = repeatEdges(image, place, { width: 4, height: 3 }, 3);
  const nearest = (at: number, start: number, length: number) =>
    Math.min(Math.max(at - start, 0), length - 1);
  const expected = Array.from({ length: 4 * 3 * 3 }, (_, i) => {
    const [row, column, channel] = [Math.floor(i / 12), Math.floor(i / 3) % 4, i % 3];
    const y = nearest(row, place.y, place.height);
    return image[(y * place.width + nearest(column, place.x, place.width)) * 3 + channel];
  });
  expect([...larger]).toEqual(expected);
});

it('takes an image that fills the place as it is', () => {
  const image = new Float32Array(4 * 3 * 3);
  const size = { width: 4, height: 3 };
  expect(repeatEdges(image, { x: 0, y: 0, ...size }, size, 3)).toBe(image);
});
