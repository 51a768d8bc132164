import type { Box } from '../image.ts';

/**
 * The largest square in the middle of a picture: what counts as the face where no detector looks for one. Networks
 * see squares; squeezing a picture into one would distort the face.
 */
export function centreSquare(image: { readonly width: number; readonly height: number }): Box {
  const side = Math.min(image.width, image.height);
  return {
    x: Math.floor((image.width - side) / 2),
    y: Math.floor((image.height - side) / 2),
    width: side,
    height: side,
  };
}
