/**
 * IEEE 754 binary16 and binary32 into each other, on whole arrays. `Float16Array` would do the same, but Node 20 and
 * many browsers have none.
 */

/**
 * Rounds to the nearest binary16, ties to even. What lies beyond its range becomes infinite (from 65,520 on), as the
 * standard says; NaN stays NaN.
 *
 * @returns bits of binary16, `[values.length]`
 */
export function encodeFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < halves.length; i++) halves[i] = roundToHalf(bits[i]!);
  return halves;
}

/** @returns float32, exact: every binary16 is one */
export function decodeFloat16(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length);
  const bits = new Uint32Array(values.buffer);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i]!;
    const sign = (half & 0x8000) << 16;
    const exponent = half & 0x7c00;
    const fraction = half & 0x03ff;
    if (exponent === 0) {
      // Zero and subnormals count in steps of 2^-24, and float32 holds each as a normal number.
      values[i] = fraction * 2 ** -24;
      bits[i]! |= sign;
    } else if (exponent === 0x7c00) {
      bits[i] = sign | 0x7f800000 | (fraction << 13);
    } else {
      // From exponent bias 15 to bias 127.
      bits[i] = sign | ((exponent + (112 << 10)) << 13) | (fraction << 13);
    }
  }
  return values;
}

/** From the bits of binary32 to those of binary16. */
function roundToHalf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // NaN, quiet
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // 65,520 and more, infinity too
  if (magnitude >= 0x38800000) {
    // 2^-14 and more: normal. A carry out of the fraction moves into the exponent, which is right.
    const rebased = magnitude - (112 << 23);
    return sign | roundedShift(rebased, 13);
  }
  if (magnitude < 0x33000000) return sign; // below 2^-25: nearer to zero than to the smallest subnormal
  const significand = (magnitude & 0x007fffff) | 0x00800000;
  return sign | roundedShift(significand, 126 - (magnitude >>> 23));
}

/** `value / 2^shift`, to the nearest whole number, ties to even. */
function roundedShift(value: number, shift: number): number {
  const halfStep = (1 << (shift - 1)) - 1;
  return (value + halfStep + ((value >>> shift) & 1)) >>> shift;
}
