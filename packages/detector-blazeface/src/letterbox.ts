import type { Box, InputSize } from '@fer/core';

/** Longest side of a region (`preprocessFace` of core). */
const MAX_SIDE_PX = 16_384;

/** The network halves its picture five times: what it looks at is a whole number of its largest cells each way. */
const STEP_PX = 32;

/** Of the shorter side of the input: in less the network sees more of what lies beside the picture than of it. */
const LEAST_SIDE_PX = 128;

/** How a picture lies in the input of the network: never squashed, for then a face is found less often. */
export interface Letterbox {
  /** Of the input, in pixels: the longer side is `longest`, the shorter one what the picture needs, in steps. */
  readonly size: InputSize;
  /** What of the picture is seen: all of it, or of one that is longer than regions may be the middle. */
  readonly part: Box;
  /** Where that lies in the input, in its pixels; whole numbers. */
  readonly place: Box;
  /** What of the picture the whole input shows, beyond the edges too, in pixels of the picture. */
  readonly view: Box;
}

/** @param longest side of the input, in pixels, a multiple of 32 */
export function letterbox(
  { width, height }: { readonly width: number; readonly height: number },
  longest: number,
): Letterbox {
  const across = alongAxis(width, height, longest);
  const down = alongAxis(height, width, longest);
  const box = (of: 'part' | 'place' | 'view'): Box => ({
    x: across[of].start,
    y: down[of].start,
    width: across[of].length,
    height: down[of].length,
  });
  const size = { width: across.side, height: down.side };
  return { size, part: box('part'), place: box('place'), view: box('view') };
}

function alongAxis(length: number, otherLength: number, longest: number) {
  const seen = Math.min(length, MAX_SIDE_PX);
  const longer = Math.min(Math.max(length, otherLength), MAX_SIDE_PX);
  const pixels = Math.max(Math.round((seen / longer) * longest), 1);
  const side = Math.max(Math.ceil(pixels / STEP_PX) * STEP_PX, LEAST_SIDE_PX);
  const part = { start: (length - seen) / 2, length: seen };
  const place = { start: Math.floor((side - pixels) / 2), length: pixels };
  const scale = seen / pixels;
  return { side, part, place, view: { start: part.start - place.start * scale, length: side * scale } };
}
