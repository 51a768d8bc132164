import { multiply_add } from './multiply-add';
import { store_limited } from './store-limited';

/**
 * The lines of Winograd's F(3×3, 3×3), four channels at once: Bᵀ, G and Aᵀ applied to vectors that lie `step` bytes
 * apart (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015).
 */

/** Bᵀ, of the points 0, 1, -1, 2 and infinity: five pixels become five factors. */
// @ts-ignore: decorator
@inline
export function input_line_3(from: usize, step: usize, to: usize, toStep: usize): void {
  const d0 = v128.load(from);
  const d1 = v128.load(from + step);
  const d2 = v128.load(from + step * 2);
  const d3 = v128.load(from + step * 3);
  const d4 = v128.load(from + step * 4);
  const two = f32x4.splat(2);
  const slope = f32x4.sub(d3, d1);
  v128.store(to, multiply_add(f32x4.sub(d0, d2), two, slope));
  v128.store(to + toStep, f32x4.sub(f32x4.sub(d3, d2), f32x4.add(d1, d1)));
  v128.store(to + toStep * 2, multiply_add(d2, f32x4.splat(-3), multiply_add(d1, two, d3)));
  v128.store(to + toStep * 3, slope);
  v128.store(to + toStep * 4, multiply_add(slope, f32x4.splat(-2), f32x4.sub(d4, d2)));
}

/** G: three weights become five factors. */
// @ts-ignore: decorator
@inline
export function filter_line_3(from: usize, step: usize, to: usize, toStep: usize): void {
  const g0 = v128.load(from);
  const g1 = v128.load(from + step);
  const g2 = v128.load(from + step * 2);
  const half = f32x4.splat(0.5);
  const sixth = f32x4.splat(1.0 / 6);
  const sum = f32x4.add(g0, g2);
  const twice = multiply_add(g2, f32x4.splat(4), f32x4.add(g1, g1));
  v128.store(to, f32x4.mul(g0, half));
  v128.store(to + toStep, f32x4.mul(f32x4.add(sum, g1), f32x4.splat(-0.5)));
  v128.store(to + toStep * 2, f32x4.mul(f32x4.sub(g1, sum), sixth));
  v128.store(to + toStep * 3, f32x4.mul(f32x4.add(twice, g0), sixth));
  v128.store(to + toStep * 4, g2);
}

/** Aᵀ: five products become three pixels. */
// @ts-ignore: decorator
@inline
export function output_line_3(from: usize, step: usize, to: usize, toStep: usize, limits: usize): void {
  const m1 = v128.load(from + step);
  const m2 = v128.load(from + step * 2);
  const m3 = v128.load(from + step * 3);
  const sum = f32x4.add(m1, m2);
  const difference = f32x4.sub(m1, m2);
  store_limited(to, f32x4.add(f32x4.add(v128.load(from), sum), m3), limits);
  store_limited(to + toStep, multiply_add(m3, f32x4.splat(2), difference), limits);
  store_limited(
    to + toStep * 2,
    f32x4.add(multiply_add(m3, f32x4.splat(4), sum), v128.load(from + step * 4)),
    limits,
  );
}
