import { clamp } from './clamp';
import { multiply_add } from './multiply-add';

/**
 * C = clamp(base + A·B) for eight columns, in tiles of 4×8.
 *
 * @param a      A packed as [rows / 4][depth][4], the last group filled up with anything
 * @param aGroup bytes between the groups of four rows
 * @param panel  B packed as [depth][8]
 * @param base   what is added: [rows][8], `baseRow` bytes between rows (0: the same eight for all); may be C itself
 * @param c      [rows][8], `cRow` bytes between rows
 * @param low    results are at least this
 * @param high   results are at most this; NaN stays NaN
 */
export function f32_gemm_packed_4x8(
  a: usize,
  aGroup: usize,
  rows: i32,
  depth: i32,
  panel: usize,
  base: usize,
  baseRow: usize,
  c: usize,
  cRow: usize,
  low: f32,
  high: f32,
): void {
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  for (let left = rows; left > 0; left -= 4) {
    let c00 = f32x4.splat(0);
    let c01 = c00;
    let c10 = c00;
    let c11 = c00;
    let c20 = c00;
    let c21 = c00;
    let c30 = c00;
    let c31 = c00;

    // One step a loop: V8 11.3 moves all loads of a block to its front, so that an unrolled body spills.
    let a0 = a;
    let b = panel;
    const end = b + ((<usize>depth) << 5);
    while (b != end) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      const s0 = v128.load_splat<f32>(a0);
      c00 = multiply_add(s0, b0, c00);
      c01 = multiply_add(s0, b1, c01);
      const s1 = v128.load_splat<f32>(a0, 4);
      c10 = multiply_add(s1, b0, c10);
      c11 = multiply_add(s1, b1, c11);
      const s2 = v128.load_splat<f32>(a0, 8);
      c20 = multiply_add(s2, b0, c20);
      c21 = multiply_add(s2, b1, c21);
      const s3 = v128.load_splat<f32>(a0, 12);
      c30 = multiply_add(s3, b0, c30);
      c31 = multiply_add(s3, b1, c31);
      b += 32;
      a0 += 16;
    }

    // From the last row to the first: a row that does not exist is overwritten by the last one that does.
    const row1 = <usize>(left > 1 ? 1 : 0);
    const row2 = row1 + <usize>(left > 2 ? 1 : 0);
    const row3 = row2 + <usize>(left > 3 ? 1 : 0);
    c00 = add_clamped(base, c00, lows, highs);
    c01 = add_clamped(base + 16, c01, lows, highs);
    c10 = add_clamped(base + row1 * baseRow, c10, lows, highs);
    c11 = add_clamped(base + row1 * baseRow + 16, c11, lows, highs);
    c20 = add_clamped(base + row2 * baseRow, c20, lows, highs);
    c21 = add_clamped(base + row2 * baseRow + 16, c21, lows, highs);
    c30 = add_clamped(base + row3 * baseRow, c30, lows, highs);
    c31 = add_clamped(base + row3 * baseRow + 16, c31, lows, highs);
    store_row(c + row3 * cRow, c30, c31);
    store_row(c + row2 * cRow, c20, c21);
    store_row(c + row1 * cRow, c10, c11);
    store_row(c, c00, c01);
    a += aGroup;
    base += baseRow << 2;
    c += cRow << 2;
  }
}

// @ts-ignore: decorator
@inline
function add_clamped(base: usize, sum: v128, low: v128, high: v128): v128 {
  return clamp(f32x4.add(v128.load(base), sum), low, high);
}

// @ts-ignore: decorator
@inline
function store_row(to: usize, left: v128, right: v128): void {
  v128.store(to, left);
  v128.store(to, right, 16);
}
