import { expect, it } from 'vitest';
import { letterbox } from './letterbox.ts';

it('is as high, or as wide, as the picture needs', () => {
  const whole = { x: 0, y: 0, width: 640, height: 480 };
  expect(letterbox({ width: 640, height: 480 }, 256)).toEqual({
    size: { width: 256, height: 192 },
    part: whole,
    place: { x: 0, y: 0, width: 256, height: 192 },
    view: whole,
  });
  // 144 rows in 160, a pixel of which is 7.5 of the picture.
  expect(letterbox({ width: 1920, height: 1080 }, 256)).toEqual({
    size: { width: 256, height: 160 },
    part: { x: 0, y: 0, width: 1920, height: 1080 },
    place: { x: 0, y: 8, width: 256, height: 144 },
    view: { x: 0, y: -60, width: 1920, height: 1200 },
  });
  expect(letterbox({ width: 1080, height: 1920 }, 256).size).toEqual({ width: 160, height: 256 });
});

it('has a picture that is thinner in its middle', () => {
  const { size, part, place, view } = letterbox({ width: 100, height: 301 }, 256);
  expect(size).toEqual({ width: 128, height: 256 });
  expect(part).toEqual({ x: 0, y: 0, width: 100, height: 301 });
  // 100 / 301 of 256 are 85.05.
  expect(place).toEqual({ x: 21, y: 0, width: 85, height: 256 });
  expect(view.x).toBeCloseTo((-21 * 100) / 85, 10);
  expect(view.width).toBeCloseTo((128 * 100) / 85, 10);
  expect([view.y, view.height]).toEqual([0, 301]);
});

it('keeps at least a pixel of a picture, and enlarges a small one', () => {
  expect(letterbox({ width: 3000, height: 2 }, 256).place).toEqual({ x: 0, y: 63, width: 256, height: 1 });
  const pixel = { x: 0, y: 0, width: 1, height: 1 };
  expect(letterbox({ width: 1, height: 1 }, 256)).toEqual({
    size: { width: 256, height: 256 },
    part: pixel,
    place: { x: 0, y: 0, width: 256, height: 256 },
    view: pixel,
  });
});

it('shows the middle of a picture that is longer than a region may be', () => {
  const { part, place, view } = letterbox({ width: 20_000, height: 1024 }, 256);
  expect(part).toEqual({ x: 1808, y: 0, width: 16_384, height: 1024 });
  expect(place).toEqual({ x: 0, y: 56, width: 256, height: 16 });
  expect(view).toEqual({ x: 1808, y: -3584, width: 16_384, height: 8192 });
});
