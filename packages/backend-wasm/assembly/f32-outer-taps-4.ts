import { multiply_add } from './multiply-add';

/**
 * sums[tap] += Σ x[pixel + tap] · dy[pixel] for up to seven neighbouring taps and four channels of dy, so that each
 * load of dy serves all taps. No more: V8 moves all loads of the loop to its front, and seven sums, seven taps and dy
 * are what the registers hold. (Four taps by eight channels came out a third slower, five by eight too.)
 *
 * @param taps   1..7, a constant
 * @param x      the first pixel's first tap
 * @param xStep  bytes from pixel to pixel
 * @param dy     the first pixel's four channels
 * @param dyStep bytes from pixel to pixel
 * @param count  pixels, at least 1
 * @param sums   `taps` rows of four floats, `rowBytes` apart
 */
// @ts-ignore: decorator
@inline
export function f32_outer_taps_4(
  taps: i32,
  x: usize,
  xStep: usize,
  dy: usize,
  dyStep: usize,
  count: i32,
  sums: usize,
  rowBytes: usize,
): void {
  let c0 = f32x4.splat(0);
  let c1 = f32x4.splat(0);
  let c2 = f32x4.splat(0);
  let c3 = f32x4.splat(0);
  let c4 = f32x4.splat(0);
  let c5 = f32x4.splat(0);
  let c6 = f32x4.splat(0);
  do {
    const b = v128.load(dy);
    c0 = multiply_add(v128.load_splat<f32>(x), b, c0);
    if (taps > 1) c1 = multiply_add(v128.load_splat<f32>(x, 4), b, c1);
    if (taps > 2) c2 = multiply_add(v128.load_splat<f32>(x, 8), b, c2);
    if (taps > 3) c3 = multiply_add(v128.load_splat<f32>(x, 12), b, c3);
    if (taps > 4) c4 = multiply_add(v128.load_splat<f32>(x, 16), b, c4);
    if (taps > 5) c5 = multiply_add(v128.load_splat<f32>(x, 20), b, c5);
    if (taps > 6) c6 = multiply_add(v128.load_splat<f32>(x, 24), b, c6);
    x += xStep;
    dy += dyStep;
  } while (--count);
  add_to(sums, c0);
  if (taps > 1) add_to(sums + rowBytes, c1);
  if (taps > 2) add_to(sums + rowBytes * 2, c2);
  if (taps > 3) add_to(sums + rowBytes * 3, c3);
  if (taps > 4) add_to(sums + rowBytes * 4, c4);
  if (taps > 5) add_to(sums + rowBytes * 5, c5);
  if (taps > 6) add_to(sums + rowBytes * 6, c6);
}

// @ts-ignore: decorator
@inline
function add_to(to: usize, v: v128): void {
  v128.store(to, f32x4.add(v128.load(to), v));
}
