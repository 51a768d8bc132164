import { multiply_add } from './multiply-add';

/**
 * C += A·B for eight columns of B, in tiles of 4×8.
 *
 * @param rows    `count` pointers to the rows of A, rounded up to a multiple of four
 * @param depth   floats in a row of A; at least 1
 * @param panel   B packed as [depth][8]
 * @param outputs pointers to the rows of C, as many
 * @param column  offset of the panel's first column in a row of C, in floats
 * @param columns valid columns, 1..8; the others are not written
 * @param scratch 32 floats, used when `columns` < 8
 *
 * One step of k per loop on purpose: V8 (11.3 at least) moves all loads of a basic block to its front, so that an
 * unrolled body spills its accumulators.
 */
export function f32_gemm_rows_4x8(
  rows: usize,
  count: i32,
  depth: i32,
  panel: usize,
  outputs: usize,
  column: usize,
  columns: i32,
  scratch: usize,
): void {
  for (let row = 0; row < count; row += 4) {
    let c00 = f32x4.splat(0);
    let c01 = f32x4.splat(0);
    let c10 = f32x4.splat(0);
    let c11 = f32x4.splat(0);
    let c20 = f32x4.splat(0);
    let c21 = f32x4.splat(0);
    let c30 = f32x4.splat(0);
    let c31 = f32x4.splat(0);

    let b = panel;
    let a0: usize = load<u32>(rows);
    let a1: usize = load<u32>(rows, 4);
    let a2: usize = load<u32>(rows, 8);
    let a3: usize = load<u32>(rows, 12);
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

    if (columns < 8) {
      v128.store(scratch, c00);
      v128.store(scratch, c01, 16);
      v128.store(scratch, c10, 32);
      v128.store(scratch, c11, 48);
      v128.store(scratch, c20, 64);
      v128.store(scratch, c21, 80);
      v128.store(scratch, c30, 96);
      v128.store(scratch, c31, 112);
      for (let i: usize = 0; i < 4; i++) {
        let out: usize = <usize>load<u32>(outputs + (i << 2)) + (column << 2);
        for (let j: usize = 0; j < <usize>columns; j++) {
          const value = load<f32>(scratch + (i << 5) + (j << 2));
          store<f32>(out, load<f32>(out) + value);
          out += 4;
        }
      }
    } else {
      const o0: usize = <usize>load<u32>(outputs) + (column << 2);
      const o1: usize = <usize>load<u32>(outputs, 4) + (column << 2);
      const o2: usize = <usize>load<u32>(outputs, 8) + (column << 2);
      const o3: usize = <usize>load<u32>(outputs, 12) + (column << 2);
      // One row after the other: padding rows may share one address.
      v128.store(o0, f32x4.add(v128.load(o0), c00));
      v128.store(o0, f32x4.add(v128.load(o0, 16), c01), 16);
      v128.store(o1, f32x4.add(v128.load(o1), c10));
      v128.store(o1, f32x4.add(v128.load(o1, 16), c11), 16);
      v128.store(o2, f32x4.add(v128.load(o2), c20));
      v128.store(o2, f32x4.add(v128.load(o2, 16), c21), 16);
      v128.store(o3, f32x4.add(v128.load(o3), c30));
      v128.store(o3, f32x4.add(v128.load(o3, 16), c31), 16);
    }
    rows += 16;
    outputs += 16;
  }
}
