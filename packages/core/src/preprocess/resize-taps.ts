/** For every output pixel along one axis, the input pixels that it is made of. */
export interface ResizeTaps {
  /** `[outputs]`, the first input pixel of each */
  readonly first: Int32Array;
  /** `[outputs]`, how many input pixels it takes */
  readonly count: Int32Array;
  /** `[outputs, stride]`, their weights, which sum to 1 */
  readonly weights: Float32Array;
  readonly stride: number;
}

/**
 * The weights of bilinear interpolation at half-pixel centres; when shrinking, the triangle is widened by the scale,
 * so that every input pixel counts (antialiasing). Follows Pillow's `precompute_coeffs` (libImaging/Resample.c) with
 * its BILINEAR filter, in double precision: taps beyond the input are left out and the others made to sum to 1.
 *
 * @param inputs pixels there are along the axis
 * @param start where the stretch to be resized begins, in pixels, may be fractional
 * @param length of that stretch, in pixels
 * @param outputs pixels wanted
 */
export function resizeTaps(inputs: number, start: number, length: number, outputs: number): ResizeTaps {
  const scale = length / outputs;
  const support = Math.max(scale, 1);
  const stride = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(outputs);
  const count = new Int32Array(outputs);
  const weights = new Float32Array(outputs * stride);
  const raw = new Float64Array(stride);

  for (let output = 0; output < outputs; output++) {
    const center = start + (output + 0.5) * scale;
    const from = Math.max(Math.trunc(center - support + 0.5), 0);
    const to = Math.min(Math.trunc(center + support + 0.5), inputs);
    let sum = 0;
    for (let tap = 0; tap < to - from; tap++) {
      raw[tap] = Math.max(0, 1 - Math.abs((from + tap - center + 0.5) / support));
      sum += raw[tap]!;
    }
    first[output] = from;
    count[output] = to - from;
    for (let tap = 0; tap < to - from; tap++) weights[output * stride + tap] = raw[tap]! / sum;
  }
  return { first, count, weights, stride };
}
