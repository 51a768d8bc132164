import { multiply_add } from './multiply-add';

/**
 * exp(x) of four floats ≤ 88, within 1 ulp. Results below the smallest normal float are 0, so that no denormal slows
 * what follows.
 *
 * x = n·ln 2 + t with n whole and |t| ≤ ln 2 / 2; then exp(x) = 2ⁿ + 2ⁿ·(exp(t) - 1). The polynomial for the bracket
 * and the two parts of ln 2 are those of Cephes' expf (Stephen Moshier, netlib.org/cephes/single.tgz).
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const n = exponent_of_exp(x);
  const scale = power_of_two(n);
  const value = multiply_add(scale, exp_minus_one_of_rest(x, n), scale);
  return v128.and(value, not_less(x, -87.33654));
}

/** exp(x) - 1 of four floats ≤ 88, within 1 ulp near 0 too. */
// @ts-ignore: decorator
@inline
export function exp_minus_one(x: v128): v128 {
  // exp(-25) is less than half an ulp of 1. Written so that NaN stays NaN.
  const bounded = f32x4.pmax(x, f32x4.splat(-25));
  const n = exponent_of_exp(bounded);
  const scale = power_of_two(n);
  return multiply_add(
    scale,
    exp_minus_one_of_rest(bounded, n),
    f32x4.sub(scale, f32x4.splat(1)),
  );
}

// @ts-ignore: decorator
@inline
function exponent_of_exp(x: v128): v128 {
  return f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896)));
}

// 2ⁿ for whole n from -126 to 128; 128 gives Infinity.
// @ts-ignore: decorator
@inline
function power_of_two(n: v128): v128 {
  const bounded = f32x4.pmin(f32x4.pmax(n, f32x4.splat(-127)), f32x4.splat(128));
  return i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(bounded), i32x4.splat(127)), 23);
}

// @ts-ignore: decorator
@inline
function exp_minus_one_of_rest(x: v128, n: v128): v128 {
  const high = multiply_add(n, f32x4.splat(-0.693359375), x);
  const t = multiply_add(n, f32x4.splat(2.12194440e-4), high);
  let p = f32x4.splat(1.9875691500e-4);
  p = multiply_add(p, t, f32x4.splat(1.3981999507e-3));
  p = multiply_add(p, t, f32x4.splat(8.3334519073e-3));
  p = multiply_add(p, t, f32x4.splat(4.1665795894e-2));
  p = multiply_add(p, t, f32x4.splat(1.6666665459e-1));
  p = multiply_add(p, t, f32x4.splat(5.0000001201e-1));
  return multiply_add(f32x4.mul(t, t), p, t);
}

// All bits where x ≥ limit or x is NaN, none elsewhere.
// @ts-ignore: decorator
@inline
function not_less(x: v128, limit: f32): v128 {
  return v128.not(f32x4.lt(x, f32x4.splat(limit)));
}
