/** Numbers between -limit and limit become 0 in four lanes; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function flush(x: v128, limit: f32): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(limit)));
}
