import type { Box, FacePoints, FaceRegion } from '@fer/core';
import { faceMeasures } from './face-measures.ts';

/** What `bench/fit-crop-rule.ts` fits to pictures of Training: a weight for each of the measures. */
const WEIGHTS = {
  /** Of `sideways`: how far right of the box's middle the square's lies, in sides of the box. */
  right: [0.07, 0.4, -0.21, 0.41, -0.87, 0.6],
  /** Of `sideways`: by how much it is turned, in radians. */
  angle: [0.65, -1, -0.65, -0.77, 2.26, -0.64],
  /** Of `lengthways`: how far below the box's middle the square's lies. */
  down: [0.07, 0.37, 0.39, -0.36, 0.87, 0.71, -0.59],
  /** Of `lengthways`: the logarithm of its side, in sides of the box. */
  size: [0.2, -0.54, -1.23, 2.1, -0.62, -8.07, 4.57],
} as const;

/** Sides of the box: what of 98 % of the faces lies between these is held there for the rest. */
const [SMALLEST, LARGEST] = [1, 1.5];

/** Radians that the eyes may stay from level. */
const MAX_LEAN = 0.2;

/**
 * What a network is to see of a face: the square in which one of FER2013's pictures would have it, as far as the points tell.
 * Faces lean in those pictures too: the square turns with the head by half, and by all that is beyond `MAX_LEAN`.
 */
export function faceRegion(box: Box, points: Required<FacePoints>): FaceRegion {
  const { side, sideways, lengthways } = faceMeasures(box, points);
  const scale = Math.exp(weighted(WEIGHTS.size, lengthways));
  const width = side * Math.min(Math.max(scale, SMALLEST), LARGEST);
  const x = box.x + box.width / 2 + weighted(WEIGHTS.right, sideways) * side;
  const y = box.y + box.height / 2 + weighted(WEIGHTS.down, lengthways) * side;
  const { rightEye, leftEye } = points;
  const level = Math.atan2(leftEye.y - rightEye.y, leftEye.x - rightEye.x);
  const lean = level - weighted(WEIGHTS.angle, sideways);
  const angle = level - Math.min(Math.max(lean, -MAX_LEAN), MAX_LEAN);
  return { x: x - width / 2, y: y - width / 2, width, height: width, angle };
}

function weighted(weights: readonly number[], measures: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * measures[i]!, 0);
}
