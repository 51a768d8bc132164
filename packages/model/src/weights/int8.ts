/**
 * Signed bytes with a scale for each index of the last dimension, which in kernels are the output channels: symmetric
 * linear quantisation by channel (Krishnamoorthi 2018, arXiv:1806.08342, section 2). The scales, float32, come first, then
 * the numbers, row by row.
 */

/** Levels each way; -128 is not used, so that a weight and its negative are stored alike. */
const LEVELS = 127;

/** @returns bytes of a tensor whose last dimension is `channels` */
export function int8ByteLength(size: number, channels: number): number {
  return 4 * channels + size;
}

/**
 * Rounds to the nearest of 255 levels between plus and minus the largest magnitude of a channel.
 *
 * @param values `[size]`, finite; the last dimension is `channels`
 * @returns `[int8ByteLength]`
 */
export function encodeInt8(values: Float32Array, channels: number): Uint8Array {
  const scales = new Float32Array(channels);
  for (let i = 0; i < values.length; i++) {
    const channel = i % channels;
    scales[channel] = Math.max(scales[channel]!, Math.abs(values[i]!));
  }
  for (let channel = 0; channel < channels; channel++) scales[channel]! /= LEVELS;
  const levels = new Int8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const scale = scales[i % channels]!;
    levels[i] = scale === 0 ? 0 : Math.max(-LEVELS, Math.min(LEVELS, Math.round(values[i]! / scale)));
  }
  const bytes = new Uint8Array(int8ByteLength(values.length, channels));
  bytes.set(new Uint8Array(scales.buffer));
  bytes.set(new Uint8Array(levels.buffer), scales.byteLength);
  return bytes;
}

/** @param bytes of `encodeInt8`, at an offset that float32 can be read from */
export function decodeInt8({ buffer, byteOffset, byteLength }: Uint8Array, channels: number): Float32Array {
  const scales = new Float32Array(buffer, byteOffset, channels);
  const levels = new Int8Array(buffer, byteOffset + scales.byteLength, byteLength - scales.byteLength);
  const values = new Float32Array(levels.length);
  for (let i = 0; i < values.length; i++) values[i] = levels[i]! * scales[i % channels]!;
  return values;
}
