import { describe, expect, it } from 'vitest';
import { createCanvas, type Frame, paint } from './canvas.ts';
import { between, both, ellipse, outline, type Shape, stroke, UNBOUNDED } from './shape.ts';

const frame: Frame = { xPx: 101.3, yPx: 98.6, scalePx: 60, angle: 0.4, edgePx: 1 };

/** Painted white on black; the sum of a picture over white is the shape's area in pixels. */
function painted(shape: Shape, on: Frame = frame): Float32Array {
  const canvas = createCanvas(200);
  paint(canvas, on, shape, { level: 1 });
  return canvas.levels;
}

function area(shape: Shape): number {
  return painted(shape).reduce((sum, level) => sum + level, 0) / frame.scalePx ** 2;
}

const parabola = between(
  -0.6,
  0.6,
  (x) => -0.5 * (1 - (x / 0.6) ** 2),
  (x) => 0.25 * (1 - (x / 0.6) ** 2),
  { top: -0.5, bottom: 0.25 },
);

describe('areas', () => {
  it.each([
    ['an ellipse, π·a·b', ellipse(0.1, -0.2, 0.7, 0.4), Math.PI * 0.7 * 0.4],
    ['between two parabolas, 2/3 of their box', parabola, (2 / 3) * 1.2 * 0.75],
    [
      'a straight line, length · width and two half discs',
      stroke([-0.5, 0], [0, 0], [0.5, 0], 0.1, 0.1),
      0.2 + Math.PI * 0.01,
    ],
    ['a ring, length · width', outline(ellipse(0, 0, 0.5, 0.5), 0.05), Math.PI * 0.1],
    [
      'half an ellipse',
      both(
        ellipse(0, 0, 0.6, 0.6),
        between(
          -2,
          2,
          () => 0,
          () => 2,
          { top: 0, bottom: 2 },
        ),
      ),
      (Math.PI * 0.36) / 2,
    ],
  ])('%s', (_, shape, expected) => {
    expect(Math.abs(area(shape) / expected - 1)).toBeLessThan(0.02);
  });
});

it.each([
  ['ellipse', ellipse(0.3, 0.1, 0.5, 0.2)],
  ['between', parabola],
  ['stroke', stroke([-0.4, 0.3], [0.9, -0.9], [0.2, 0.6], 0.02, 0.15)],
  ['outline', outline(ellipse(0.3, 0.1, 0.5, 0.2), 0.1)],
])('the bounds of %s leave nothing out', (_, shape) => {
  expect(painted(shape)).toEqual(painted({ ...shape, bounds: UNBOUNDED }));
});

it('a curve goes through the ends and half way to its control point', () => {
  const { distance } = stroke([0, 0], [1, 2], [2, 0], 0.1, 0.3);
  expect(distance(0, 0)).toBeCloseTo(-0.1, 6);
  expect(distance(1, 1)).toBeCloseTo(-0.2, 6);
  expect(distance(2, 0)).toBeCloseTo(-0.3, 6);
});

it('paint turns clockwise about the origin of the frame and mixes by opacity', () => {
  const canvas = createCanvas(20);
  const quarter: Frame = { xPx: 10, yPx: 10, scalePx: 5, angle: Math.PI / 2, edgePx: 1 };
  canvas.levels.fill(100);
  // To the right of the face is down on the canvas after a quarter turn.
  paint(canvas, quarter, ellipse(1, 0, 0.6, 0.6), { level: 200, opacity: 0.25 });
  expect(canvas.levels[15 * 20 + 10]).toBeCloseTo(125, 4);
  expect(canvas.levels[10 * 20 + 15]).toBe(100);
  paint(canvas, quarter, ellipse(1, 0, 0.6, 0.6), { level: 0, opacity: 0 });
  expect(canvas.levels[15 * 20 + 10]).toBeCloseTo(125, 4);
});

it('a soft edge fades over its width', () => {
  const canvas = createCanvas(200);
  paint(canvas, { ...frame, angle: 0, xPx: 0, yPx: 100 }, ellipse(0, 0, 1, 1), { level: 1, softness: 0.5 });
  const row = canvas.levels.subarray(100 * 200, 101 * 200);
  expect(row[60]).toBeCloseTo(0.5, 1);
  expect(row[44]).toBeGreaterThan(0.9);
  expect(row[48]).toBeLessThan(0.97);
  expect(row[76]).toBeLessThan(0.1);
});
