import type { Box, DetectedFace, FaceDetector, FacePoints, FaceRegion, RasterImage } from '@fer/core';
import { centreSquare, squareAround } from './square-region.ts';

/** A face as it is told, and what the network is to see of it. */
export interface FoundFace {
  readonly box: Box;
  readonly region: FaceRegion;
  readonly points?: FacePoints;
  /** 0..1; absent where nobody looked. */
  readonly confidence?: number;
}

/**
 * The faces of a picture, as the detector orders them.
 *
 * @param detector `undefined`: the square in the middle is one face
 */
export async function findFaces(
  image: RasterImage,
  detector: FaceDetector | undefined,
  signal: AbortSignal | undefined,
): Promise<FoundFace[]> {
  if (detector === undefined) {
    const square = centreSquare(image);
    return [{ box: square, region: square }];
  }
  const detected = await detector.detect(image, { signal });
  signal?.throwIfAborted();
  return detected.map((face) => ({ ...face, region: face.region ?? regionOf(face) }));
}

/** The square around the box, turned so that the eyes lie level. */
function regionOf({ box, points }: DetectedFace): FaceRegion {
  const square = squareAround(box);
  if (points === undefined) return square;
  const { rightEye, leftEye } = points;
  return { ...square, angle: Math.atan2(leftEye.y - rightEye.y, leftEye.x - rightEye.x) };
}
