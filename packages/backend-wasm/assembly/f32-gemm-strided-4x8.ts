import { multiply_add } from './multiply-add';

/**
 * One tile of C = A·B: four rows of A in place, eight columns of B packed.
 *
 * @param a0    a row of `depth` floats; `a1` … `a3` the others, which may be the same
 * @param depth at least 1
 * @param b     [depth][8]
 * @param c     four rows of eight floats, `rowBytes` apart, overwritten
 */
// @ts-ignore: decorator
@inline
export function f32_gemm_strided_4x8(
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  depth: i32,
  b: usize,
  c: usize,
  rowBytes: usize,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  const end = a0 + ((<usize>depth) << 2);
  do {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const s0 = v128.load_splat<f32>(a0);
    c00 = multiply_add(s0, b0, c00);
    c01 = multiply_add(s0, b1, c01);
    const s1 = v128.load_splat<f32>(a1);
    c10 = multiply_add(s1, b0, c10);
    c11 = multiply_add(s1, b1, c11);
    const s2 = v128.load_splat<f32>(a2);
    c20 = multiply_add(s2, b0, c20);
    c21 = multiply_add(s2, b1, c21);
    const s3 = v128.load_splat<f32>(a3);
    c30 = multiply_add(s3, b0, c30);
    c31 = multiply_add(s3, b1, c31);
    b += 32;
    a0 += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
  } while (a0 != end);
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += rowBytes;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += rowBytes;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += rowBytes;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}
