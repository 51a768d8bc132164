import { multiply_add } from './multiply-add';

/**
 * One tile of C = Aᵀ·B or C += Aᵀ·B: four rows, eight columns, both operands packed.
 *
 * @param a     [depth][4]
 * @param b     [depth][8]
 * @param depth at least 1
 * @param c     the tile's first element
 * @param rowBytes bytes between the rows of C
 * @param accumulate whether to add to C instead of overwriting it
 */
// @ts-ignore: decorator
@inline
export function f32_gemm_panels_4x8(
  a: usize,
  b: usize,
  depth: i32,
  c: usize,
  rowBytes: usize,
  accumulate: bool,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  const end = a + ((<usize>depth) << 4);
  do {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const s0 = v128.load_splat<f32>(a);
    c00 = multiply_add(s0, b0, c00);
    c01 = multiply_add(s0, b1, c01);
    const s1 = v128.load_splat<f32>(a, 4);
    c10 = multiply_add(s1, b0, c10);
    c11 = multiply_add(s1, b1, c11);
    const s2 = v128.load_splat<f32>(a, 8);
    c20 = multiply_add(s2, b0, c20);
    c21 = multiply_add(s2, b1, c21);
    const s3 = v128.load_splat<f32>(a, 12);
    c30 = multiply_add(s3, b0, c30);
    c31 = multiply_add(s3, b1, c31);
    b += 32;
    a += 16;
  } while (a != end);
  if (accumulate) {
    c00 = f32x4.add(v128.load(c), c00);
    c01 = f32x4.add(v128.load(c, 16), c01);
    c10 = f32x4.add(v128.load(c + rowBytes), c10);
    c11 = f32x4.add(v128.load(c + rowBytes, 16), c11);
    c20 = f32x4.add(v128.load(c + rowBytes * 2), c20);
    c21 = f32x4.add(v128.load(c + rowBytes * 2, 16), c21);
    c30 = f32x4.add(v128.load(c + rowBytes * 3), c30);
    c31 = f32x4.add(v128.load(c + rowBytes * 3, 16), c31);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c + rowBytes, c10);
  v128.store(c + rowBytes, c11, 16);
  v128.store(c + rowBytes * 2, c20);
  v128.store(c + rowBytes * 2, c21, 16);
  v128.store(c + rowBytes * 3, c30);
  v128.store(c + rowBytes * 3, c31, 16);
}
