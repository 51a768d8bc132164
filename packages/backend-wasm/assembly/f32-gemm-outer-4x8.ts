import { multiply_add } from './multiply-add';

/**
 * A 4×8 tile of C += Aᵀ·B: the reduction runs over the rows of A, which may lie anywhere.
 *
 * @param rows   `count` pointers to the rows of A
 * @param column offset in a row of A of the tile's first column (first row of C), in floats; all four are read
 * @param panel  B packed as [count][8]
 * @param c      first element of the tile
 * @param ldc    floats between the rows of C
 * @param height valid rows of the tile, 1..4
 * @param width  valid columns of the tile, 1..8
 * @param scratch 32 floats, used for a tile that is not whole
 */
export function f32_gemm_outer_4x8(
  rows: usize,
  count: i32,
  column: usize,
  panel: usize,
  c: usize,
  ldc: usize,
  height: i32,
  width: i32,
  scratch: usize,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);

  const end = rows + (<usize>count << 2);
  const offset = column << 2;
  do {
    const a = <usize>load<u32>(rows) + offset;
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
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
    panel += 32;
    rows += 4;
  } while (rows != end);

  const rowBytes = ldc << 2;
  if (height < 4 || width < 8) {
    v128.store(scratch, c00);
    v128.store(scratch, c01, 16);
    v128.store(scratch, c10, 32);
    v128.store(scratch, c11, 48);
    v128.store(scratch, c20, 64);
    v128.store(scratch, c21, 80);
    v128.store(scratch, c30, 96);
    v128.store(scratch, c31, 112);
    for (let row: usize = 0; row < <usize>height; row++) {
      for (let j: usize = 0; j < <usize>width; j++) {
        const out = c + row * rowBytes + (j << 2);
        store<f32>(out, load<f32>(out) + load<f32>(scratch + (row << 5) + (j << 2)));
      }
    }
    return;
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
}
