import type { FaceDetector, InputSpec } from '@fer/core';

/**
 * How many pixels a detector that does not say so needs of the shorter side of a picture. `blazeface` finds as many faces at
 * 256, but cut out the small ones blur: of 90 that are 50 to 80 pixels long at 480 (scenes of PublicTest,
 * `bench/needed-side.ts`) 87 keep the label that they have in the full picture, at 360 81 and at 256 75.
 */
const DETECTOR_MIN_SIDE = 480;

/**
 * How many pixels the network needs for each of its own where a whole picture is a face. Against pictures decoded in full
 * no probability of the bundled weights moves by more than 0.027, by 0.0012 on average (300 faces of PublicTest, enlarged
 * to JPEGs of 1500 to 3000 pixels by four filters, `bench/needed-side.ts`; 299 keep their label, and 207 are right where
 * 206 were). With 4 it is 0.050 and 0.0021, with 10 0.016 and 0.0006.
 */
const PIXELS_FOR_ONE = 6;

/** How many pixels the shorter side of a picture has to keep when it is decoded: what the crop and the detector need. */
export function neededSide(detector: FaceDetector | undefined, { width, height }: InputSpec): number {
  const crop = PIXELS_FOR_ONE * Math.max(width, height);
  return detector === undefined ? crop : Math.max(crop, detector.minSide ?? DETECTOR_MIN_SIDE);
}
