import { expect, it } from 'vitest';
import { letterbox } from './letterbox.ts';

it('is the square around a picture, with the picture in its middle', () => {
  expect(letterbox({ width: 640, height: 480 })).toEqual({ x: 0, y: -80, width: 640, height: 640 });
  expect(letterbox({ width: 100, height: 301 })).toEqual({ x: -100.5, y: 0, width: 301, height: 301 });
  expect(letterbox({ width: 1, height: 1 })).toEqual({ x: 0, y: 0, width: 1, height: 1 });
});

it('is the middle of a picture that is longer than a region may be', () => {
  expect(letterbox({ width: 20_000, height: 1000 })).toEqual({
    x: 1808,
    y: (1000 - 16_384) / 2,
    width: 16_384,
    height: 16_384,
  });
});
