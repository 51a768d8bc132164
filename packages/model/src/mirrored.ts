import type { InputSpec } from '@fer/core';

/**
 * Inputs of a network with each row from right to left.
 *
 * @param pixels `[batch, height, width, channels]`; stays as it is
 */
export function mirrored(pixels: Float32Array, { width, channels }: InputSpec): Float32Array {
  const mirror = pixels.slice();
  const rowLength = width * channels;
  for (let start = 0; start < mirror.length; start += rowLength) {
    const row = mirror.subarray(start, start + rowLength).reverse();
    // Each pixel's own channels were turned round, too.
    if (channels > 1)
      for (let at = 0; at < rowLength; at += channels) row.subarray(at, at + channels).reverse();
  }
  return mirror;
}
