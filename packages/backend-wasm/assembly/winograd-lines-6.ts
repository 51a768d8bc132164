import { multiply_add } from './multiply-add';
import { store_limited } from './store-limited';

/**
 * The lines of Winograd's F(6×6, 3×3), four channels at once: Bᵀ, G and Aᵀ applied to vectors that lie `step` bytes
 * apart (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015).
 */

/** Bᵀ, of the points 0, ±1, ±2, ±1/2 and infinity: eight pixels become eight factors. */
// @ts-ignore: decorator
@inline
export function input_line_6(from: usize, step: usize, to: usize, toStep: usize): void {
  const d0 = v128.load(from);
  const d1 = v128.load(from + step);
  const d2 = v128.load(from + step * 2);
  const d3 = v128.load(from + step * 3);
  const d4 = v128.load(from + step * 4);
  const d5 = v128.load(from + step * 5);
  const d6 = v128.load(from + step * 6);
  const d7 = v128.load(from + step * 7);
  const outer = f32x4.splat(5.25);
  v128.store(to, multiply_add(f32x4.sub(d4, d2), outer, f32x4.sub(d0, d6)));
  v128.store(to + toStep * 7, multiply_add(f32x4.sub(d3, d5), outer, f32x4.sub(d7, d1)));
  const middle = f32x4.splat(-4.25);
  const even1 = multiply_add(d4, middle, f32x4.add(d2, d6));
  const odd1 = multiply_add(d3, middle, f32x4.add(d1, d5));
  v128.store(to + toStep, f32x4.add(even1, odd1));
  v128.store(to + toStep * 2, f32x4.sub(even1, odd1));
  const half = f32x4.splat(0.5);
  const two = f32x4.splat(2);
  const odd3 = f32x4.mul(d3, f32x4.splat(-2.5));
  const even2 = multiply_add(d4, f32x4.splat(-1.25), multiply_add(d2, f32x4.splat(0.25), d6));
  const odd2 = multiply_add(d5, two, multiply_add(d1, half, odd3));
  v128.store(to + toStep * 3, f32x4.add(even2, odd2));
  v128.store(to + toStep * 4, f32x4.sub(even2, odd2));
  const even4 = multiply_add(d4, f32x4.splat(-5), multiply_add(d2, f32x4.splat(4), d6));
  const odd4 = multiply_add(d5, half, multiply_add(d1, two, odd3));
  v128.store(to + toStep * 5, f32x4.add(even4, odd4));
  v128.store(to + toStep * 6, f32x4.sub(even4, odd4));
}

/** G: three weights become eight factors. */
// @ts-ignore: decorator
@inline
export function filter_line_6(from: usize, step: usize, to: usize, toStep: usize): void {
  const g0 = v128.load(from);
  const g1 = v128.load(from + step);
  const g2 = v128.load(from + step * 2);
  const scale1 = f32x4.splat(-2.0 / 9);
  const sum = f32x4.add(g0, g2);
  const even2 = f32x4.mul(multiply_add(g2, f32x4.splat(4), g0), f32x4.splat(1.0 / 90));
  const odd2 = f32x4.mul(g1, f32x4.splat(1.0 / 45));
  const even4 = f32x4.mul(multiply_add(g0, f32x4.splat(4), g2), f32x4.splat(8.0 / 45));
  const odd4 = f32x4.mul(g1, f32x4.splat(16.0 / 45));
  v128.store(to, g0);
  v128.store(to + toStep, f32x4.mul(f32x4.add(sum, g1), scale1));
  v128.store(to + toStep * 2, f32x4.mul(f32x4.sub(sum, g1), scale1));
  v128.store(to + toStep * 3, f32x4.add(even2, odd2));
  v128.store(to + toStep * 4, f32x4.sub(even2, odd2));
  v128.store(to + toStep * 5, f32x4.add(even4, odd4));
  v128.store(to + toStep * 6, f32x4.sub(even4, odd4));
  v128.store(to + toStep * 7, g2);
}

/** Aᵀ: eight products become six pixels. */
// @ts-ignore: decorator
@inline
export function output_line_6(from: usize, step: usize, to: usize, toStep: usize, limits: usize): void {
  const m1 = v128.load(from + step);
  const m2 = v128.load(from + step * 2);
  const m3 = v128.load(from + step * 3);
  const m4 = v128.load(from + step * 4);
  const m5 = v128.load(from + step * 5);
  const m6 = v128.load(from + step * 6);
  const sum1 = f32x4.add(m1, m2);
  const sum2 = f32x4.add(m3, m4);
  const sum4 = f32x4.add(m5, m6);
  store_limited(to, f32x4.add(f32x4.add(v128.load(from), sum1), f32x4.add(sum2, sum4)), limits);
  store_limited(to + toStep * 2, sum_of(sum1, sum2, 4, sum4, 0.25), limits);
  store_limited(to + toStep * 4, sum_of(sum1, sum2, 16, sum4, 0.0625), limits);
  const odd1 = f32x4.sub(m1, m2);
  const odd2 = f32x4.sub(m3, m4);
  const odd4 = f32x4.sub(m5, m6);
  store_limited(to + toStep, sum_of(odd1, odd2, 2, odd4, 0.5), limits);
  store_limited(to + toStep * 3, sum_of(odd1, odd2, 8, odd4, 0.125), limits);
  const last = f32x4.add(sum_of(odd1, odd2, 32, odd4, 0.03125), v128.load(from + step * 7));
  store_limited(to + toStep * 5, last, limits);
}

// a + b · scaleB + c · scaleC
// @ts-ignore: decorator
@inline
function sum_of(a: v128, b: v128, scaleB: f32, c: v128, scaleC: f32): v128 {
  return multiply_add(c, f32x4.splat(scaleC), multiply_add(b, f32x4.splat(scaleB), a));
}
