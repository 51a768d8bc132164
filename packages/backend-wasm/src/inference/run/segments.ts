/** Neighbouring ops that run on a few images at a time, so that what they hand on to each other stays in the cache. */
export interface Segment {
  /** The first op, and one past the last. */
  readonly first: number;
  readonly end: number;
  /** Images at a time. */
  readonly images: number;
}

export function segmentOf(segments: readonly Segment[], op: number): Segment {
  return segments.find(({ first, end }) => op >= first && op < end)!;
}
