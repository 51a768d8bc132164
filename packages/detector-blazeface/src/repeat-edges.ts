import type { Box } from '@fer/core';

/**
 * Lays an image into a square and fills the rest with its edges, repeated.
 *
 * @param image `[place.height, place.width, channels]`
 * @param place where it lies in the square, in whole pixels
 * @returns `[side, side, channels]`; `image` itself where it fills the square
 */
export function repeatEdges(image: Float32Array, place: Box, side: number, channels: number): Float32Array {
  const { x, y, width, height } = place;
  if (width === side && height === side) return image;
  const square = new Float32Array(side * side * channels);
  const rowLength = side * channels;
  for (let row = 0; row < height; row++) {
    const out = square.subarray((y + row) * rowLength, (y + row + 1) * rowLength);
    const [first, end] = [x * channels, (x + width) * channels];
    out.set(image.subarray(row * width * channels, (row + 1) * width * channels), first);
    for (let at = first - 1; at >= 0; at--) out[at] = out[at + channels]!;
    for (let at = end; at < rowLength; at++) out[at] = out[at - channels]!;
  }
  const copyRow = (from: number, to: number) =>
    square.copyWithin(to * rowLength, from * rowLength, (from + 1) * rowLength);
  for (let row = 0; row < y; row++) copyRow(y, row);
  for (let row = y + height; row < side; row++) copyRow(y + height - 1, row);
  return square;
}
