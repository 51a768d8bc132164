import type { DenseOp, PadOp, ScaleShiftOp, SoftmaxOp } from '../plan.ts';

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

/** @param x `[rows, channels]` @returns the share of each eˣ in the sum of its row, or the logarithm of that */
export function softmax({ type, rows, channels }: SoftmaxOp, x: Float32Array): Float32Array {
  const y = new Float32Array(x.length);
  for (let row = 0; row < rows; row++) {
    const values = x.subarray(row * channels, (row + 1) * channels);
    const highest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const powers = Float64Array.from(values, (value) => Math.exp(value - highest));
    const sum = powers.reduce((total, power) => total + power, 0);
    for (let c = 0; c < channels; c++) {
      y[row * channels + c] = type === 'softmax' ? powers[c]! / sum : values[c]! - highest - Math.log(sum);
    }
  }
  return y;
}
