import type { Box, InputSize } from '@fer/core';

/**
 * Lays an image into a larger one and fills the rest with its edges, repeated.
 *
 * @param image `[place.height, place.width, channels]`
 * @param place where it lies in the larger one, in whole pixels
 * @returns `[size.height, size.width, channels]`; `image` itself where it fills that
 */
export function repeatEdges(
  image: Float32Array,
  place: Box,
  size: InputSize,
  channels: number,
): Float32Array {
  const { x, y, width, height } = place;
  if (width === size.width && height === size.height) return image;
  const larger = new Float32Array(size.width * size.height * channels);
  const rowLength = size.width * channels;
  for (let row = 0; row < height; row++) {
    const out = larger.subarray((y + row) * rowLength, (y + row + 1) * rowLength);
    const [first, end] = [x * channels, (x + width) * channels];
    out.set(image.subarray(row * width * channels, (row + 1) * width * channels), first);
    for (let at = first - 1; at >= 0; at--) out[at] = out[at + channels]!;
    for (let at = end; at < rowLength; at++) out[at] = out[at - channels]!;
  }
  const copyRow = (from: number, to: number) =>
    larger.copyWithin(to * rowLength, from * rowLength, (from + 1) * rowLength);
  for (let row = 0; row < y; row++) copyRow(y, row);
  for (let row = y + height; row < size.height; row++) copyRow(y + height - 1, row);
  return larger;
}
