import { blockDepth, blockRowBytes } from './blocked-rows';
import { multiply_add } from './multiply-add';

/**
 * C = bias + A·B for eight columns of B, in tiles of 4×8.
 *
 * @param a       [depth / 64][stride][64] (see blocked-rows.ts)
 * @param stride  rows of A in a block; a multiple of four
 * @param rows    a multiple of four
 * @param depth   at least 1
 * @param panel   B packed as [depth][8]
 * @param bias    eight floats to begin the sums with
 * @param c       [rows][8]
 *
 * One step of k per loop on purpose: V8 (11.3 at least) moves all loads of a basic block to its front, so that an
 * unrolled body spills its accumulators; and it unrolls the innermost of nested loops itself.
 */
export function f32_gemm_blocked_4x8(
  a: usize,
  stride: i32,
  rows: i32,
  depth: i32,
  panel: usize,
  bias: usize,
  c: usize,
): void {
  const blockBytes = <usize>stride * blockRowBytes;
  for (let row = 0; row < rows; row += 4) {
    let c00 = v128.load(bias);
    let c01 = v128.load(bias, 16);
    let c10 = c00;
    let c11 = c01;
    let c20 = c00;
    let c21 = c01;
    let c30 = c00;
    let c31 = c01;

    let block = a;
    let b = panel;
    for (let left = depth; left > 0; left -= blockDepth) {
      let at = block;
      const end = at + ((<usize>min(left, blockDepth)) << 2);
      do {
        const b0 = v128.load(b);
        const b1 = v128.load(b, 16);
        const s0 = v128.load_splat<f32>(at);
        c00 = multiply_add(s0, b0, c00);
        c01 = multiply_add(s0, b1, c01);
        const s1 = v128.load_splat<f32>(at, blockRowBytes);
        c10 = multiply_add(s1, b0, c10);
        c11 = multiply_add(s1, b1, c11);
        const s2 = v128.load_splat<f32>(at, 2 * blockRowBytes);
        c20 = multiply_add(s2, b0, c20);
        c21 = multiply_add(s2, b1, c21);
        const s3 = v128.load_splat<f32>(at, 3 * blockRowBytes);
        c30 = multiply_add(s3, b0, c30);
        c31 = multiply_add(s3, b1, c31);
        b += 32;
        at += 4;
      } while (at != end);
      block += blockBytes;
    }

    v128.store(c, c00);
    v128.store(c, c01, 16);
    v128.store(c, c10, 32);
    v128.store(c, c11, 48);
    v128.store(c, c20, 64);
    v128.store(c, c21, 80);
    v128.store(c, c30, 96);
    v128.store(c, c31, 112);
    a += 4 * blockRowBytes;
    c += 128;
  }
}
