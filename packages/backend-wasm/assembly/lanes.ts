/** The first `lanes` (1..4) floats at `from`, the others zero; reads no byte more. */
// @ts-ignore: decorator
@inline
export function load_lanes(from: usize, lanes: i32): v128 {
  if (lanes == 4) return v128.load(from);
  let v = v128.load_zero<f32>(from);
  if (lanes > 1) v = v128.load_lane<f32>(from, v, 1, 4);
  if (lanes > 2) v = v128.load_lane<f32>(from, v, 2, 8);
  return v;
}

/** Writes the first `lanes` (1..4) floats of `v`. */
// @ts-ignore: decorator
@inline
export function store_lanes(to: usize, v: v128, lanes: i32): void {
  if (lanes == 4) {
    v128.store(to, v);
    return;
  }
  v128.store_lane<f32>(to, v, 0);
  if (lanes > 1) v128.store_lane<f32>(to, v, 1, 4);
  if (lanes > 2) v128.store_lane<f32>(to, v, 2, 8);
}
