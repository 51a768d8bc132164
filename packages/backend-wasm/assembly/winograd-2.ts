import { clamp } from './clamp';

/**
 * The transforms of Winograd's F(2×2, 3×3), four channels at once (Lavin and Gray, "Fast Algorithms for Convolutional
 * Neural Networks", 2015, 4.1). Every function transforms the columns to `between` and then the rows of that.
 */

/**
 * Bᵀ·d·B: 4×4 input pixels become the factors of 16 products.
 *
 * @param between workspace: 64 floats
 * @param taps    where the 16 results go, `tapBytes` apart
 */
export function winograd_2_input(
  pixels: usize,
  rowBytes: usize,
  pixelBytes: usize,
  between: usize,
  taps: usize,
  tapBytes: usize,
): void {
  for (let i: usize = 0; i < 64; i += 16) {
    input_line(pixels, rowBytes, between + i, 64);
    pixels += pixelBytes;
  }
  for (let i = 0; i < 4; i++) {
    input_line(between, 16, taps, tapBytes);
    between += 64;
    taps += tapBytes << 2;
  }
}

/** G·g·Gᵀ: 3×3 weights, `weightBytes` apart, become the other factors. */
export function winograd_2_filter(
  weights: usize,
  weightBytes: usize,
  between: usize,
  taps: usize,
  tapBytes: usize,
): void {
  for (let i: usize = 0; i < 48; i += 16) {
    filter_line(weights, weightBytes * 3, between + i, 48);
    weights += weightBytes;
  }
  for (let i = 0; i < 4; i++) {
    filter_line(between, 16, taps, tapBytes);
    between += 48;
    taps += tapBytes << 2;
  }
}

/** Aᵀ·m·A: 16 products become 2×2 output pixels, kept within two limits. */
export function winograd_2_output(
  taps: usize,
  tapBytes: usize,
  between: usize,
  pixels: usize,
  rowBytes: usize,
  pixelBytes: usize,
  limits: usize,
): void {
  for (let i: usize = 0; i < 64; i += 16) {
    output_line(taps, tapBytes << 2, between + i, 64, 0);
    taps += tapBytes;
  }
  output_line(between, 16, pixels, pixelBytes, limits);
  output_line(between + 64, 16, pixels + rowBytes, pixelBytes, limits);
}

// @ts-ignore: decorator
@inline
function input_line(from: usize, step: usize, to: usize, toStep: usize): void {
  const d0 = v128.load(from);
  const d1 = v128.load(from + step);
  const d2 = v128.load(from + step * 2);
  const d3 = v128.load(from + step * 3);
  v128.store(to, f32x4.sub(d0, d2));
  v128.store(to + toStep, f32x4.add(d1, d2));
  v128.store(to + toStep * 2, f32x4.sub(d2, d1));
  v128.store(to + toStep * 3, f32x4.sub(d1, d3));
}

// @ts-ignore: decorator
@inline
function filter_line(from: usize, step: usize, to: usize, toStep: usize): void {
  const half = f32x4.splat(0.5);
  const g0 = v128.load(from);
  const g1 = f32x4.mul(v128.load(from + step), half);
  const g2 = v128.load(from + step * 2);
  const outer = f32x4.mul(f32x4.add(g0, g2), half);
  v128.store(to, g0);
  v128.store(to + toStep, f32x4.add(outer, g1));
  v128.store(to + toStep * 2, f32x4.sub(outer, g1));
  v128.store(to + toStep * 3, g2);
}

// @ts-ignore: decorator
@inline
function output_line(from: usize, step: usize, to: usize, toStep: usize, limits: usize): void {
  const m1 = v128.load(from + step);
  const m2 = v128.load(from + step * 2);
  store_limited(to, f32x4.add(v128.load(from), f32x4.add(m1, m2)), limits);
  store_limited(to + toStep, f32x4.sub(f32x4.sub(m1, m2), v128.load(from + step * 3)), limits);
}

// @ts-ignore: decorator
@inline
function store_limited(to: usize, x: v128, limits: usize): void {
  if (limits) x = clamp(x, v128.load_splat<f32>(limits), v128.load_splat<f32>(limits, 4));
  v128.store(to, x);
}
