import { multiply_add } from './multiply-add';
import { store_limited } from './store-limited';

/**
 * The lines of Winograd's F(4×4, 3×3), four channels at once: Bᵀ, G and Aᵀ applied to vectors that lie `step` bytes
 * apart (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015, 4.2).
 */

/** Bᵀ: six pixels become six factors. */
// @ts-ignore: decorator
@inline
export function input_line_4(from: usize, step: usize, to: usize, toStep: usize): void {
  const d0 = v128.load(from);
  const d1 = v128.load(from + step);
  const d2 = v128.load(from + step * 2);
  const d3 = v128.load(from + step * 3);
  const d4 = v128.load(from + step * 4);
  const d5 = v128.load(from + step * 5);
  const four = f32x4.splat(4);
  const even = multiply_add(d2, f32x4.splat(-4), d4);
  const odd = multiply_add(d1, f32x4.splat(-4), d3);
  const inner = f32x4.sub(d4, d2);
  const slope = f32x4.sub(d3, d1);
  const twice = f32x4.add(slope, slope);
  v128.store(to, multiply_add(f32x4.sub(d0, d2), four, inner));
  v128.store(to + toStep, f32x4.add(even, odd));
  v128.store(to + toStep * 2, f32x4.sub(even, odd));
  v128.store(to + toStep * 3, f32x4.add(inner, twice));
  v128.store(to + toStep * 4, f32x4.sub(inner, twice));
  v128.store(to + toStep * 5, multiply_add(slope, f32x4.splat(-4), f32x4.sub(d5, d3)));
}

/** G: three weights become six factors. */
// @ts-ignore: decorator
@inline
export function filter_line_4(from: usize, step: usize, to: usize, toStep: usize): void {
  const g0 = v128.load(from);
  const g1 = v128.load(from + step);
  const g2 = v128.load(from + step * 2);
  const sixth = f32x4.splat(-1.0 / 6);
  const sum = f32x4.add(g0, g2);
  const far = f32x4.mul(multiply_add(g2, f32x4.splat(4), g0), f32x4.splat(1.0 / 24));
  const twelfth = f32x4.splat(1.0 / 12);
  v128.store(to, f32x4.mul(g0, f32x4.splat(0.25)));
  v128.store(to + toStep, f32x4.mul(f32x4.add(sum, g1), sixth));
  v128.store(to + toStep * 2, f32x4.mul(f32x4.sub(sum, g1), sixth));
  v128.store(to + toStep * 3, multiply_add(g1, twelfth, far));
  v128.store(to + toStep * 4, f32x4.sub(far, f32x4.mul(g1, twelfth)));
  v128.store(to + toStep * 5, g2);
}

/** Aᵀ: six products become four pixels. */
// @ts-ignore: decorator
@inline
export function output_line_4(from: usize, step: usize, to: usize, toStep: usize, limits: usize): void {
  const m0 = v128.load(from);
  const m1 = v128.load(from + step);
  const m2 = v128.load(from + step * 2);
  const m3 = v128.load(from + step * 3);
  const m4 = v128.load(from + step * 4);
  const m5 = v128.load(from + step * 5);
  const sum = f32x4.add(m1, m2);
  const difference = f32x4.sub(m1, m2);
  const farSum = f32x4.add(m3, m4);
  const farDifference = f32x4.sub(m3, m4);
  store_limited(to, f32x4.add(f32x4.add(m0, sum), farSum), limits);
  store_limited(to + toStep, multiply_add(farDifference, f32x4.splat(2), difference), limits);
  store_limited(to + toStep * 2, multiply_add(farSum, f32x4.splat(4), sum), limits);
  store_limited(to + toStep * 3, f32x4.add(multiply_add(farDifference, f32x4.splat(8), difference), m5), limits);
}
