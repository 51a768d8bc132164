import type { Box } from '@fer/core';

/** Longest side of a region (`preprocessFace` of core). */
const MAX_SIDE_PX = 16_384;

/** How a picture lies in a square input: networks see squares, and a squashed face is found less often. */
export interface Letterbox {
  /** What of the picture is seen: all of it, or of one that is longer than regions may be the middle. */
  readonly part: Box;
  /** Where that lies in the input, in its pixels; whole numbers. */
  readonly place: Box;
  /** What of the picture the whole input shows, beyond the edges too, in pixels of the picture. */
  readonly view: Box;
}

/** @param side of the input, in pixels */
export function letterbox(
  { width, height }: { readonly width: number; readonly height: number },
  side: number,
): Letterbox {
  const across = alongAxis(width, height, side);
  const down = alongAxis(height, width, side);
  const box = (of: 'part' | 'place' | 'view'): Box => ({
    x: across[of].start,
    y: down[of].start,
    width: across[of].length,
    height: down[of].length,
  });
  return { part: box('part'), place: box('place'), view: box('view') };
}

function alongAxis(length: number, otherLength: number, side: number) {
  const seen = Math.min(length, MAX_SIDE_PX);
  const longest = Math.min(Math.max(length, otherLength), MAX_SIDE_PX);
  const pixels = Math.max(Math.round((seen / longest) * side), 1);
  const part = { start: (length - seen) / 2, length: seen };
  const place = { start: Math.floor((side - pixels) / 2), length: pixels };
  const scale = seen / pixels;
  return { part, place, view: { start: part.start - place.start * scale, length: side * scale } };
}
