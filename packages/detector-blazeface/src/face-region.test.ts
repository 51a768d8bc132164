import type { Box, FacePoints, Point } from '@fer/core';
import { expect, it } from 'vitest';
import { faceRegion } from './face-region.ts';

const box = { x: 100, y: 50, width: 100, height: 100 };
/** Medians of Training's faces, made symmetric. */
const upright = {
  rightEye: { x: 129, y: 77 },
  leftEye: { x: 171, y: 77 },
  nose: { x: 150, y: 100 },
  mouth: { x: 150, y: 121 },
  rightEar: { x: 106, y: 87 },
  leftEar: { x: 194, y: 87 },
};

type Points = Required<FacePoints>;

function moved(points: Points, move: (point: Point) => Point): Points {
  return Object.fromEntries(Object.entries(points).map(([name, point]) => [name, move(point)])) as never;
}

/** Clockwise about what the box stays on when a face turns, a tenth of its side above its middle. */
function turned(points: Points, angle: number): Points {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return moved(points, ({ x, y }) => {
    const [across, down] = [x - 150, y - 90];
    return { x: 150 + across * cos - down * sin, y: 90 + across * sin + down * cos };
  });
}

function middle({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

it('is the square in which the middle face of Training lies', () => {
  const region = faceRegion(box, upright);
  expect(region.height).toBe(region.width);
  expect(region.angle).toBeCloseTo(0, 10);
  // The median square: 1.2 times as large as the box, a tenth of that higher.
  expect(region.width / 120).toBeCloseTo(1, 1);
  expect(middle(region).x).toBeCloseTo(150, 10);
  expect(Math.abs(middle(region).y - 90)).toBeLessThan(2);
});

it('turns with the head, by about half', () => {
  for (const degrees of [-20, -5, 5, 20]) {
    const { angle } = faceRegion(box, turned(upright, (degrees * Math.PI) / 180));
    const part = (angle! * 180) / Math.PI / degrees;
    expect(part).toBeGreaterThan(0.4);
    expect(part).toBeLessThan(0.7);
  }
});

it('leaves the eyes no further from level than faces of Training lean', () => {
  for (const degrees of [-80, -40, 40, 80]) {
    const turn = (degrees * Math.PI) / 180;
    const lean = turn - faceRegion(box, turned(upright, turn)).angle!;
    expect(Math.abs(lean)).toBeLessThan(0.21);
    expect(lean * degrees).toBeGreaterThan(0);
  }
});

it('is mirrored for a mirrored face', () => {
  const face = moved(turned(upright, 0.2), ({ x, y }) => ({ x: x + 0.1 * (y - 60), y }));
  const mirrored = moved(face, ({ x, y }) => ({ x: 300 - x, y }));
  const { rightEye, leftEye, rightEar, leftEar, nose, mouth } = mirrored;
  const swapped = { rightEye: leftEye, leftEye: rightEye, rightEar: leftEar, leftEar: rightEar, nose, mouth };
  const [one, other] = [faceRegion(box, face), faceRegion(box, swapped)];
  expect(middle(one).x).not.toBeCloseTo(150, 0);
  expect(other.angle).toBeCloseTo(-one.angle!, 10);
  expect(other.width).toBeCloseTo(one.width, 10);
  expect(middle(other).x).toBeCloseTo(300 - middle(one).x, 10);
  expect(middle(other).y).toBeCloseTo(middle(one).y, 10);
});

it('moves and grows with the face', () => {
  const face = turned(upright, -0.1);
  const far = moved(face, ({ x, y }) => ({ x: 3 * x - 1000, y: 3 * y + 7 }));
  const region = faceRegion(box, face);
  const larger = faceRegion({ x: -700, y: 157, width: 300, height: 300 }, far);
  expect(larger.angle).toBeCloseTo(region.angle!, 10);
  expect(larger.width).toBeCloseTo(3 * region.width, 8);
  expect(larger.x).toBeCloseTo(3 * region.x - 1000, 8);
  expect(larger.y).toBeCloseTo(3 * region.y + 7, 8);
});

it('stays near the size of the box where the points lie as no face has them', () => {
  const apart = moved(upright, ({ x, y }) => ({ x: 150 + 4 * (x - 150), y }));
  const together = moved(upright, () => ({ x: 150, y: 100 }));
  for (const points of [apart, together]) {
    const { width } = faceRegion(box, points);
    expect(width).toBeGreaterThanOrEqual(100);
    expect(width).toBeLessThanOrEqual(150);
  }
});
