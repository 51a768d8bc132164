import type { Box } from '@fer/core';

/** Longest side of a region (`preprocessFace` of core). */
const MAX_SIDE_PX = 16_384;

/**
 * The square that has a picture in its middle: networks see squares, and a squashed face is found less often. Of a picture
 * that is longer than regions may be, the middle.
 */
export function letterbox({ width, height }: { readonly width: number; readonly height: number }): Box {
  const side = Math.min(Math.max(width, height), MAX_SIDE_PX);
  return { x: (width - side) / 2, y: (height - side) / 2, width: side, height: side };
}
