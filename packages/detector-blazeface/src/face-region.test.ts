import { expect, it } from 'vitest';
import { faceRegion } from './face-region.ts';

const box = { x: 100, y: 50, width: 100, height: 100 };

it('lies about the eyes as FER2013 has them, and is as large as the box says', () => {
  const points = { rightEye: { x: 130, y: 80 }, leftEye: { x: 170, y: 80 } };
  const region = faceRegion(box, points);
  expect(region.angle).toBe(0);
  expect(region.width).toBeCloseTo(108, 10);
  expect(region.height).toBeCloseTo(108, 10);
  expect(region.x + region.width / 2).toBeCloseTo(150, 10);
  expect(80 - region.y).toBeCloseTo(0.34 * 108, 10);
});

it('turns with the head, about the eyes', () => {
  // The level face, turned about the middle of its eyes by 30° clockwise.
  const points = {
    rightEye: { x: 150 - 20 * Math.cos(Math.PI / 6), y: 80 - 10 },
    leftEye: { x: 150 + 20 * Math.cos(Math.PI / 6), y: 80 + 10 },
  };
  const region = faceRegion(box, points);
  expect(region.angle).toBeCloseTo(Math.PI / 6, 10);
  const down = 0.16 * 108;
  expect(region.x + region.width / 2).toBeCloseTo(150 - down / 2, 10);
  expect(region.y + region.height / 2).toBeCloseTo(80 + down * Math.cos(Math.PI / 6), 10);
});
