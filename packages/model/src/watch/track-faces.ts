import type { Box, FacePoints } from '@fer/core';

/** Boxes that share less than this of their union are not taken for one face. */
const LEAST_OVERLAP = 0.3;
/** Eyes that moved further than this many distances between them are not taken for the same. */
const FURTHEST_EYES = 1;
/** How long a face may be missed and still be the same, in ms. */
export const KEPT_MS = 500;

type Seen = { readonly box: Box; readonly points?: FacePoints };

interface Track extends Seen {
  readonly id: number;
  readonly timestamp: number;
}

/** Gives faces that are seen in one frame after the other their numbers. */
export class FaceTracks {
  #tracks: Track[] = [];
  #count = 0;

  /**
   * @param faces of a frame
   * @param timestamp of the frame, in ms
   * @returns the number of each face, from 1, and the numbers of those that will not come again
   */
  update(faces: readonly Seen[], timestamp: number): { ids: number[]; gone: number[] } {
    const isKept = (track: Track) => timestamp - track.timestamp <= KEPT_MS;
    const gone = this.#tracks.filter((track) => !isKept(track)).map(({ id }) => id);
    const left = new Set(this.#tracks.filter(isKept));
    const ids = new Map<Seen, number>();
    const match = (closeness: (track: Track, face: Seen) => number, least: number) => {
      const pairs = [...left].flatMap((track) =>
        faces
          .filter((face) => !ids.has(face))
          .map((face) => ({ track, face, closeness: closeness(track, face) })),
      );
      pairs.sort((a, b) => b.closeness - a.closeness);
      for (const { track, face, closeness } of pairs) {
        if (!(closeness >= least) || !left.has(track) || ids.has(face)) continue;
        ids.set(face, track.id);
        left.delete(track);
      }
    };
    match((track, face) => overlap(track.box, face.box), LEAST_OVERLAP);
    match((track, face) => -eyesMoved(track.points, face.points), -FURTHEST_EYES);

    const seen = faces.map(({ box, points }, i): Track => {
      const id = ids.get(faces[i]!) ?? ++this.#count;
      return { id, box, points, timestamp };
    });
    this.#tracks = [...seen, ...left];
    return { ids: seen.map(({ id }) => id), gone };
  }
}

/** Intersection over union, 0..1. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** How far the eyes moved, in distances between them; infinitely where they are not told. */
function eyesMoved(a: FacePoints | undefined, b: FacePoints | undefined): number {
  if (a === undefined || b === undefined) return Number.POSITIVE_INFINITY;
  const moved = distance(a.rightEye, b.rightEye) + distance(a.leftEye, b.leftEye);
  return moved / (distance(a.rightEye, a.leftEye) + distance(b.rightEye, b.leftEye));
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
