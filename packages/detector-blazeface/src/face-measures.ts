import type { Box, FacePoints, Point } from '@fer/core';

export interface FaceMeasures {
  /** Pixels: of the box. */
  readonly side: number;
  /** What a mirrored face has with the other sign: x of nose, mouth, eyes and ears, the slope of eyes and of ears. */
  readonly sideways: readonly number[];
  /** What it has alike: 1, y of nose, mouth, eyes and ears, how far apart eyes and ears are in x. */
  readonly lengthways: readonly number[];
}

/** Where a face has its points, from the middle of its box, in sides of the box; of eyes and ears what is midway. */
export function faceMeasures(box: Box, points: Required<FacePoints>): FaceMeasures {
  const side = Math.max(box.width, box.height);
  const place = ({ x, y }: Point): Point => ({
    x: (x - box.x - box.width / 2) / side,
    y: (y - box.y - box.height / 2) / side,
  });
  const [nose, mouth] = [place(points.nose), place(points.mouth)];
  const eyes = pairOf(place(points.rightEye), place(points.leftEye));
  const ears = pairOf(place(points.rightEar), place(points.leftEar));
  return {
    side,
    sideways: [nose.x, mouth.x, eyes.x, ears.x, eyes.drop, ears.drop],
    lengthways: [1, nose.y, mouth.y, eyes.y, ears.y, eyes.apart, ears.apart],
  };
}

function pairOf(right: Point, left: Point) {
  return {
    x: (right.x + left.x) / 2,
    y: (right.y + left.y) / 2,
    drop: left.y - right.y,
    apart: left.x - right.x,
  };
}
