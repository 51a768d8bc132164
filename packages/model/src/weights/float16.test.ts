import { describe, expect, it } from 'vitest';
import { decodeFloat16, encodeFloat16 } from './float16.ts';

/** The value of a binary16 by its definition (IEEE 754-2019, table 3.5). */
function halfValue(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0
    ? sign * (fraction / 1024) * 2 ** -14
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const allHalves = Uint16Array.from({ length: 0x10000 }, (_, half) => half);

describe('decodeFloat16', () => {
  it('gives every one of the 65,536 values', () => {
    const decoded = decodeFloat16(allHalves);
    for (let half = 0; half < 0x10000; half++) {
      if (!Object.is(decoded[half], halfValue(half)))
        throw new Error(`${half}: ${decoded[half]} ${halfValue(half)}`);
    }
  });
});

describe('encodeFloat16', () => {
  it('gives back every value that is one', () => {
    const finite = allHalves.filter((half) => !Number.isNaN(halfValue(half)));
    expect(encodeFloat16(Float32Array.from(finite, halfValue))).toEqual(finite);
  });

  it('rounds to nearest, and ties to even, between all neighbours', () => {
    // Magnitudes in order are consecutive integers as bits, infinity counting as 65,536 (2^16).
    const magnitude = (half: number) => (half === 0x7c00 ? 65_536 : halfValue(half));
    for (let half = 0; half < 0x7c00; half++) {
      const low = magnitude(half);
      const high = magnitude(half + 1);
      const middle = (low + high) / 2;
      const even = half % 2 === 0 ? half : half + 1;
      // The neighbours of the middle in float32, relative step 2^-24.
      const below = Math.fround(middle * (1 - 2 ** -23));
      const above = Math.fround(middle * (1 + 2 ** -23));
      const encoded = [...encodeFloat16(Float32Array.of(below, middle, above, -below, -middle, -above))];
      const expected = [half, even, half + 1];
      expect(encoded).toEqual([...expected, ...expected.map((bits) => bits | 0x8000)]);
    }
  });

  // numpy.float32(x).astype(numpy.float16).view(numpy.uint16), numpy 2
  it.each([
    [0.1, 0x2e66],
    [1 / 3, 0x3555],
    [65_504, 0x7bff],
    [65_519.996, 0x7bff],
    [65_520, 0x7c00],
    [-1e30, 0xfc00],
    [2 ** -25, 0x0000],
    [2.9802326e-8, 0x0001],
    [6.1e-5, 0x03ff],
    [1e-40, 0x0000],
    [-0, 0x8000],
    [Infinity, 0x7c00],
  ])('agrees with numpy on %f', (value, half) => {
    expect(encodeFloat16(Float32Array.of(value))[0]).toBe(half);
  });

  it('keeps NaN, and reads a view that does not begin with its buffer', () => {
    expect(decodeFloat16(encodeFloat16(Float32Array.of(NaN)))).toEqual(Float32Array.of(NaN));
    expect(encodeFloat16(Float32Array.of(5, 1, 2).subarray(1))).toEqual(Uint16Array.of(0x3c00, 0x4000));
  });
});
