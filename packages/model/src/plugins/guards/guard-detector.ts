import type { Box, DetectedFace, FaceDetector, FaceDetectorFactory, Point } from '@fer/core';
import { call } from './call.ts';
import { type Part, wrongResult } from './faults.ts';
import type { GuardContext } from './guard-context.ts';
import { override } from './override.ts';
import { start } from './start.ts';

const FACES = 'a list of faces with finite places of positive size and confidences of 0 to 1';

export function guardDetector(
  detector: FaceDetector | FaceDetectorFactory,
  part: Part,
  { timeoutMs }: GuardContext,
): FaceDetector | FaceDetectorFactory {
  if (!('create' in detector)) return guardDetect(detector, part);
  return override(detector, {
    async create(host, options) {
      const create = () => detector.create(host, options);
      const made = await start(part, 'create', create, timeoutMs, options?.signal);
      if (typeof made?.detect === 'function') return guardDetect(made, part);
      throw wrongResult(part, 'create', 'a detector');
    },
  });
}

function guardDetect(detector: FaceDetector, part: Part): FaceDetector {
  return override(detector, {
    async detect(image, options) {
      const faces = await call(part, 'detect', () => detector.detect(image, options), options?.signal);
      if (Array.isArray(faces) && faces.every(isFace)) return faces;
      throw wrongResult(part, 'detect', FACES);
    },
    dispose: () => detector.dispose?.(),
  });
}

function isFace(face: Partial<DetectedFace> | null | undefined): boolean {
  const { box, confidence = Number.NaN, points, region = box } = face ?? {};
  const areKnown = points === undefined || (isPoint(points.rightEye) && isPoint(points.leftEye));
  return isPlace(box) && isPlace(region) && areKnown && confidence >= 0 && confidence <= 1;
}

function isPlace(place: Box | undefined): boolean {
  const { x, y, width = 0, height = 0 } = place ?? {};
  return [x, y, width, height].every(Number.isFinite) && width > 0 && height > 0;
}

function isPoint(point: Point | undefined): boolean {
  return Number.isFinite(point?.x) && Number.isFinite(point?.y);
}
