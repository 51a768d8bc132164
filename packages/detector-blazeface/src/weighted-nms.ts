import type { Candidate } from './decode-boxes.ts';

/** Boxes that overlap more are one face's. MediaPipe has the same. */
const MIN_OVERLAP = 0.3;

/**
 * Makes one face of all candidates that overlap: the mean of their coordinates, each as heavy as it is confident. Taking
 * the best of them, as is usual, makes faces tremble from frame to frame (Bazarevsky 2019, arXiv:1907.05047, section 4).
 *
 * @returns the most confident first, each as confident as the best that it is made of
 */
export function weightedNms(candidates: readonly Candidate[]): Candidate[] {
  let rest = [...candidates].sort((a, b) => b.confidence - a.confidence);
  const faces: Candidate[] = [];
  while (rest.length > 0) {
    const [best] = rest as [Candidate];
    const same = rest.filter((one) => one === best || overlap(one, best) > MIN_OVERLAP);
    faces.push({ confidence: best.confidence, coordinates: weightedMean(same) });
    rest = rest.filter((one) => !same.includes(one));
  }
  return faces;
}

/** What two boxes share of what they cover together, 0..1. */
function overlap(a: Candidate, b: Candidate): number {
  const [left, top, right, bottom] = a.coordinates as Corners;
  const [otherLeft, otherTop, otherRight, otherBottom] = b.coordinates as Corners;
  const width = Math.max(0, Math.min(right, otherRight) - Math.max(left, otherLeft));
  const height = Math.max(0, Math.min(bottom, otherBottom) - Math.max(top, otherTop));
  const both = (right - left) * (bottom - top) + (otherRight - otherLeft) * (otherBottom - otherTop);
  return (width * height) / (both - width * height);
}

type Corners = [number, number, number, number];

function weightedMean(candidates: readonly Candidate[]): number[] {
  const total = candidates.reduce((sum, { confidence }) => sum + confidence, 0);
  return candidates[0]!.coordinates.map(
    (_, i) => candidates.reduce((sum, one) => sum + one.confidence * one.coordinates[i]!, 0) / total,
  );
}
