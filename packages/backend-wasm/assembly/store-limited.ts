import { clamp } from './clamp';

/** Stores four floats within two limits: the address of the lowest and the highest value, or 0 for none. */
// @ts-ignore: decorator
@inline
export function store_limited(to: usize, x: v128, limits: usize): void {
  if (limits) x = clamp(x, v128.load_splat<f32>(limits), v128.load_splat<f32>(limits, 4));
  v128.store(to, x);
}
