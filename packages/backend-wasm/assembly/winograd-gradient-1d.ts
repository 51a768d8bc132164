/**
 * The one-dimensional transforms of Winograd's F(2, 3) and F(4, 3) that gradients need, four channels at a time, from
 * memory to memory. With the forward pass Aᵀ[(G g) ⊙ (Bᵀ d)], its gradients are
 *
 *   with respect to the filter:  Gᵀ[(Bᵀ d) ⊙ (A dy)]
 *   with respect to the input:   B[(G g) ⊙ (A dy)]
 *
 * Matrices: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2016), sections 4.1 and 4.3.
 *
 * In every function `from` and `to` are the first vectors, `fromStep` and `toStep` the bytes to the next ones, and
 * `tile` (2 or 4, a constant) the outputs that a tile covers; it then has `tile` + 2 points.
 */

// @ts-ignore: decorator
@inline
function times(scale: f32, v: v128): v128 {
  return f32x4.mul(f32x4.splat(scale), v);
}

/** Bᵀ d, of `tile` + 2 inputs. */
// @ts-ignore: decorator
@inline
export function transform_input(tile: i32, from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const d0 = v128.load(from);
  const d1 = v128.load(from + fromStep);
  const d2 = v128.load(from + fromStep * 2);
  const d3 = v128.load(from + fromStep * 3);
  if (tile == 2) {
    v128.store(to, f32x4.sub(d0, d2));
    v128.store(to + toStep, f32x4.add(d1, d2));
    v128.store(to + toStep * 2, f32x4.sub(d2, d1));
    v128.store(to + toStep * 3, f32x4.sub(d1, d3));
    return;
  }
  const d4 = v128.load(from + fromStep * 4);
  const d5 = v128.load(from + fromStep * 5);
  const even = f32x4.sub(d4, times(4, d2));
  const odd = f32x4.sub(d3, times(4, d1));
  const even2 = f32x4.sub(d4, d2);
  const odd2 = times(2, f32x4.sub(d3, d1));
  v128.store(to, f32x4.add(f32x4.sub(times(4, d0), times(5, d2)), d4));
  v128.store(to + toStep, f32x4.add(even, odd));
  v128.store(to + toStep * 2, f32x4.sub(even, odd));
  v128.store(to + toStep * 3, f32x4.add(even2, odd2));
  v128.store(to + toStep * 4, f32x4.sub(even2, odd2));
  v128.store(to + toStep * 5, f32x4.add(f32x4.sub(times(4, d1), times(5, d3)), d5));
}

/** A dy, of `tile` output gradients. */
// @ts-ignore: decorator
@inline
export function transform_gradient(tile: i32, from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const y0 = v128.load(from);
  const y1 = v128.load(from + fromStep);
  v128.store(to, y0);
  if (tile == 2) {
    v128.store(to + toStep, f32x4.add(y0, y1));
    v128.store(to + toStep * 2, f32x4.sub(y0, y1));
    v128.store(to + toStep * 3, f32x4.neg(y1));
    return;
  }
  const y2 = v128.load(from + fromStep * 2);
  const y3 = v128.load(from + fromStep * 3);
  const even = f32x4.add(y0, y2);
  const odd = f32x4.add(y1, y3);
  const even2 = f32x4.add(y0, times(4, y2));
  const odd2 = f32x4.add(times(2, y1), times(8, y3));
  v128.store(to + toStep, f32x4.add(even, odd));
  v128.store(to + toStep * 2, f32x4.sub(even, odd));
  v128.store(to + toStep * 3, f32x4.add(even2, odd2));
  v128.store(to + toStep * 4, f32x4.sub(even2, odd2));
  v128.store(to + toStep * 5, y3);
}

/** G g, of three filter taps. */
// @ts-ignore: decorator
@inline
export function transform_filter(tile: i32, from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const g0 = v128.load(from);
  const g1 = v128.load(from + fromStep);
  const g2 = v128.load(from + fromStep * 2);
  if (tile == 2) {
    const outer = times(0.5, f32x4.add(g0, g2));
    const inner = times(0.5, g1);
    v128.store(to, g0);
    v128.store(to + toStep, f32x4.add(outer, inner));
    v128.store(to + toStep * 2, f32x4.sub(outer, inner));
    v128.store(to + toStep * 3, g2);
    return;
  }
  const outer = times(-1.0 / 6, f32x4.add(g0, g2));
  const inner = times(-1.0 / 6, g1);
  const outer2 = f32x4.add(times(1.0 / 24, g0), times(1.0 / 6, g2));
  const inner2 = times(1.0 / 12, g1);
  v128.store(to, times(0.25, g0));
  v128.store(to + toStep, f32x4.add(outer, inner));
  v128.store(to + toStep * 2, f32x4.sub(outer, inner));
  v128.store(to + toStep * 3, f32x4.add(outer2, inner2));
  v128.store(to + toStep * 4, f32x4.sub(outer2, inner2));
  v128.store(to + toStep * 5, g2);
}

/** Gᵀ m: three filter taps, of `tile` + 2 points. */
// @ts-ignore: decorator
@inline
export function untransform_filter(tile: i32, from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const m0 = v128.load(from);
  const m1 = v128.load(from + fromStep);
  const m2 = v128.load(from + fromStep * 2);
  const m3 = v128.load(from + fromStep * 3);
  const sum = f32x4.add(m1, m2);
  const difference = f32x4.sub(m1, m2);
  if (tile == 2) {
    v128.store(to, f32x4.add(m0, times(0.5, sum)));
    v128.store(to + toStep, times(0.5, difference));
    v128.store(to + toStep * 2, f32x4.add(m3, times(0.5, sum)));
    return;
  }
  const m4 = v128.load(from + fromStep * 4);
  const m5 = v128.load(from + fromStep * 5);
  const sum2 = f32x4.add(m3, m4);
  const difference2 = f32x4.sub(m3, m4);
  const inner = times(-1.0 / 6, sum);
  v128.store(to, f32x4.add(f32x4.add(times(0.25, m0), inner), times(1.0 / 24, sum2)));
  v128.store(to + toStep, f32x4.sub(times(1.0 / 12, difference2), times(1.0 / 6, difference)));
  v128.store(to + toStep * 2, f32x4.add(f32x4.add(inner, times(1.0 / 6, sum2)), m5));
}

/** B m: `tile` + 2 input gradients, of as many points. */
// @ts-ignore: decorator
@inline
export function untransform_input(tile: i32, from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const m0 = v128.load(from);
  const m1 = v128.load(from + fromStep);
  const m2 = v128.load(from + fromStep * 2);
  const m3 = v128.load(from + fromStep * 3);
  const sum = f32x4.add(m1, m2);
  const difference = f32x4.sub(m1, m2);
  if (tile == 2) {
    v128.store(to, m0);
    v128.store(to + toStep, f32x4.add(difference, m3));
    v128.store(to + toStep * 2, f32x4.sub(sum, m0));
    v128.store(to + toStep * 3, f32x4.neg(m3));
    return;
  }
  const m4 = v128.load(from + fromStep * 4);
  const m5 = v128.load(from + fromStep * 5);
  const sum2 = f32x4.add(m3, m4);
  const difference2 = times(2, f32x4.sub(m3, m4));
  v128.store(to, times(4, m0));
  v128.store(to + toStep, f32x4.sub(times(4, f32x4.sub(m5, difference)), difference2));
  v128.store(to + toStep * 2, f32x4.sub(f32x4.neg(times(5, m0)), f32x4.add(times(4, sum), sum2)));
  v128.store(to + toStep * 3, f32x4.sub(f32x4.add(difference, difference2), times(5, m5)));
  v128.store(to + toStep * 4, f32x4.add(f32x4.add(m0, sum), sum2));
  v128.store(to + toStep * 5, m5);
}
