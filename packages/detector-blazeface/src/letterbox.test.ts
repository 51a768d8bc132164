import { expect, it } from 'vitest';
import { letterbox } from './letterbox.ts';

it('lays a picture into the middle of a square', () => {
  const whole = { x: 0, y: 0, width: 640, height: 480 };
  expect(letterbox({ width: 640, height: 480 }, 256)).toEqual({
    part: whole,
    place: { x: 0, y: 32, width: 256, height: 192 },
    view: { x: 0, y: -80, width: 640, height: 640 },
  });
  const { part, place, view } = letterbox({ width: 100, height: 301 }, 256);
  expect(part).toEqual({ x: 0, y: 0, width: 100, height: 301 });
  // 100 / 301 of 256 are 85.05.
  expect(place).toEqual({ x: 85, y: 0, width: 85, height: 256 });
  expect(view.x).toBeCloseTo(-100, 10);
  expect(view.width).toBeCloseTo((256 * 100) / 85, 10);
  expect([view.y, view.height]).toEqual([0, 301]);
});

it('keeps at least a pixel of a picture, and enlarges a small one', () => {
  expect(letterbox({ width: 3000, height: 2 }, 256).place).toEqual({ x: 0, y: 127, width: 256, height: 1 });
  const pixel = { x: 0, y: 0, width: 1, height: 1 };
  expect(letterbox({ width: 1, height: 1 }, 256)).toEqual({
    part: pixel,
    place: { x: 0, y: 0, width: 256, height: 256 },
    view: pixel,
  });
});

it('shows the middle of a picture that is longer than a region may be', () => {
  const { part, place, view } = letterbox({ width: 20_000, height: 1024 }, 256);
  expect(part).toEqual({ x: 1808, y: 0, width: 16_384, height: 1024 });
  expect(place).toEqual({ x: 0, y: 120, width: 256, height: 16 });
  expect(view).toEqual({ x: 1808, y: -7680, width: 16_384, height: 16_384 });
});
