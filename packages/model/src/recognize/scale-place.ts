import type { Box, FacePoints, Point } from '@fer/core';

/** A box in a picture that is `x` times as wide and `y` times as high. */
export function scaleBox(box: Box, x: number, y: number): Box {
  return { x: box.x * x, y: box.y * y, width: box.width * x, height: box.height * y };
}

/** The parts of a face in a picture that is `x` times as wide and `y` times as high. */
export function scalePoints(points: FacePoints, x: number, y: number): FacePoints {
  const scaled: Record<string, Point> = {};
  for (const [name, point] of Object.entries(points)) {
    if (point) scaled[name] = { x: point.x * x, y: point.y * y };
  }
  return scaled as never;
}
