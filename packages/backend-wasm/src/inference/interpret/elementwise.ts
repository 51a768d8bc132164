import type { AddOp, DenseOp, PadOp, ScaleShiftOp } from '../plan.ts';

/** @param x `[length]` @returns `[units]`, before the activation */
export function dense({ length, units, filter, bias }: DenseOp, x: Float32Array): Float32Array {
  const sums = bias === null ? new Float64Array(units) : Float64Array.from(bias);
  for (let i = 0; i < length; i++) {
    const value = x[i]!;
    if (value === 0) continue;
    for (let unit = 0; unit < units; unit++) sums[unit]! += value * filter[i * units + unit]!;
  }
  return Float32Array.from(sums);
}

/** @param x `[pixels, channels]` @returns the same, before the activation */
export function scaleShift({ channels, scale, shift }: ScaleShiftOp, x: Float32Array): Float32Array {
  return x.map((value, i) => value * scale[i % channels]! + shift[i % channels]!);
}

/** @returns the sum, before the activation */
export function add({ length }: AddOp, x: Float32Array, other: Float32Array): Float32Array {
  const y = new Float32Array(length);
  for (let i = 0; i < length; i++) y[i] = x[i]! + other[i]!;
  return y;
}

/** @param x `[inHeight, inWidth, channels]` @returns the same in a frame of zeros */
export function pad(
  { inHeight, inWidth, channels, top, bottom, left, right }: PadOp,
  x: Float32Array,
): Float32Array {
  const line = inWidth * channels;
  const width = left + inWidth + right;
  const y = new Float32Array((top + inHeight + bottom) * width * channels);
  for (let row = 0; row < inHeight; row++) {
    y.set(x.subarray(row * line, (row + 1) * line), ((top + row) * width + left) * channels);
  }
  return y;
}

/** @returns the share of each eˣ in their sum */
export function softmax(x: Float32Array): Float32Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of x) highest = Math.max(highest, value);
  const powers = Float64Array.from(x, (value) => Math.exp(value - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return Float32Array.from(powers, (power) => power / sum);
}
