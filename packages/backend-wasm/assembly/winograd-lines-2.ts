import { store_limited } from './store-limited';

/**
 * The lines of Winograd's F(2×2, 3×3), four channels at once: Bᵀ, G and Aᵀ applied to vectors that lie `step` bytes
 * apart (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015, 4.1).
 */

/** Bᵀ: four pixels become four factors. */
// @ts-ignore: decorator
@inline
export function input_line_2(from: usize, step: usize, to: usize, toStep: usize): void {
  const d0 = v128.load(from);
  const d1 = v128.load(from + step);
  const d2 = v128.load(from + step * 2);
  const d3 = v128.load(from + step * 3);
  v128.store(to, f32x4.sub(d0, d2));
  v128.store(to + toStep, f32x4.add(d1, d2));
  v128.store(to + toStep * 2, f32x4.sub(d2, d1));
  v128.store(to + toStep * 3, f32x4.sub(d1, d3));
}

/** G: three weights become four factors. */
// @ts-ignore: decorator
@inline
export function filter_line_2(from: usize, step: usize, to: usize, toStep: usize): void {
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

/** Aᵀ: four products become two pixels. */
// @ts-ignore: decorator
@inline
export function output_line_2(from: usize, step: usize, to: usize, toStep: usize, limits: usize): void {
  const m1 = v128.load(from + step);
  const m2 = v128.load(from + step * 2);
  store_limited(to, f32x4.add(v128.load(from), f32x4.add(m1, m2)), limits);
  store_limited(to + toStep, f32x4.sub(f32x4.sub(m1, m2), v128.load(from + step * 3)), limits);
}
