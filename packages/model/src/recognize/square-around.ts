import type { Box } from '@fer/core';

/** The smallest square around a box, with the same centre: nothing of the face is cut off, nothing distorted. */
export function squareAround({ x, y, width, height }: Box): Box {
  const side = Math.max(width, height);
  return { x: x + (width - side) / 2, y: y + (height - side) / 2, width: side, height: side };
}
