import { multiply_add } from './multiply-add';

/**
 * C += Aᵀ·B for eight columns of B, in tiles of 4×8: the reduction runs over the rows of A, which may lie anywhere.
 *
 * @param rows    `count` pointers to the rows of A
 * @param height  columns of A, rows of C; A is read up to the next multiple of four
 * @param panel   B packed as [count][8]
 * @param c       first element of the eight columns of C
 * @param ldc     floats between the rows of C
 * @param columns valid columns, 1..8; the others are not written
 * @param scratch 32 floats, used for a tile that is not whole
 */
export function f32_gemm_outer_4x8(
  rows: usize,
  count: i32,
  height: i32,
  panel: usize,
  c: usize,
  ldc: usize,
  columns: i32,
  scratch: usize,
): void {
  const rowBytes = ldc << 2;
  const end = rows + ((<usize>count) << 2);
  for (let first = 0; first < height; first += 4) {
    let c00 = f32x4.splat(0);
    let c01 = f32x4.splat(0);
    let c10 = f32x4.splat(0);
    let c11 = f32x4.splat(0);
    let c20 = f32x4.splat(0);
    let c21 = f32x4.splat(0);
    let c30 = f32x4.splat(0);
    let c31 = f32x4.splat(0);

    const offset = (<usize>first) << 2;
    let pointer = rows;
    let b = panel;
    do {
      const a = <usize>load<u32>(pointer) + offset;
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
      pointer += 4;
    } while (pointer != end);

    if (height - first < 4 || columns < 8) {
      v128.store(scratch, c00);
      v128.store(scratch, c01, 16);
      v128.store(scratch, c10, 32);
      v128.store(scratch, c11, 48);
      v128.store(scratch, c20, 64);
      v128.store(scratch, c21, 80);
      v128.store(scratch, c30, 96);
      v128.store(scratch, c31, 112);
      for (let row: usize = 0; row < <usize>min(4, height - first); row++) {
        for (let j: usize = 0; j < <usize>columns; j++) {
          const out = c + row * rowBytes + (j << 2);
          store<f32>(out, load<f32>(out) + load<f32>(scratch + (row << 5) + (j << 2)));
        }
      }
      c += rowBytes << 2;
      continue;
    }
    v128.store(c, f32x4.add(v128.load(c), c00));
    v128.store(c, f32x4.add(v128.load(c, 16), c01), 16);
    c += rowBytes;
    v128.store(c, f32x4.add(v128.load(c), c10));
    v128.store(c, f32x4.add(v128.load(c, 16), c11), 16);
    c += rowBytes;
    v128.store(c, f32x4.add(v128.load(c), c20));
    v128.store(c, f32x4.add(v128.load(c, 16), c21), 16);
    c += rowBytes;
    v128.store(c, f32x4.add(v128.load(c), c30));
    v128.store(c, f32x4.add(v128.load(c, 16), c31), 16);
    c += rowBytes;
  }
}
