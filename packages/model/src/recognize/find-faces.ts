import {
  type Box,
  centreSquare,
  type DecodedImage,
  type DetectedFace,
  type FaceDetector,
  type FacePoints,
  type FaceRegion,
} from '@fer/core';
import { scaleBox, scalePoints } from './scale-place.ts';
import { squareAround } from './square-around.ts';

/** A face as it is told, and what the network is to see of it. */
export interface FoundFace {
  /** In pixels of the full picture, as are the points. */
  readonly box: Box;
  /** In pixels of the picture that was decoded. */
  readonly region: FaceRegion;
  readonly points?: FacePoints;
  /** 0..1; absent where nobody looked. */
  readonly confidence?: number;
}

/**
 * The faces of a picture, as the detector orders them.
 *
 * @param detector `undefined`: the square in the middle is one face
 * @throws what the detector throws; the reason of `signal`
 */
export async function findFaces(
  image: DecodedImage,
  detector: FaceDetector | undefined,
  signal: AbortSignal | undefined,
): Promise<FoundFace[]> {
  const { fullSize = image } = image;
  if (detector === undefined) return [{ box: centreSquare(fullSize), region: centreSquare(image) }];
  const detected = await detector.detect(image, { signal });
  signal?.throwIfAborted();
  const [x, y] = [fullSize.width / image.width, fullSize.height / image.height];
  return detected.map((face) => ({
    ...face,
    box: scaleBox(face.box, x, y),
    ...(face.points && { points: scalePoints(face.points, x, y) }),
    region: face.region ?? regionOf(face),
  }));
}

/** The square around the box, turned so that the eyes lie level. */
function regionOf({ box, points }: DetectedFace): FaceRegion {
  const square = squareAround(box);
  if (points === undefined) return square;
  const { rightEye, leftEye } = points;
  return { ...square, angle: Math.atan2(leftEye.y - rightEye.y, leftEye.x - rightEye.x) };
}
