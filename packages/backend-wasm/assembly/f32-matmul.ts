import { f32_gemm_outer_4x8 } from './f32-gemm-outer-4x8';
import { f32_gemm_rows_4x8 } from './f32-gemm-rows-4x8';
import { pack_panels, pack_panels_transposed } from './pack-panels';
import { fill_row_table } from './row-table';

/**
 * C = A·B or A·Bᵀ for one pair of matrices.
 *
 * @param a       [m, k]
 * @param b       [k, n], or [n, k] if `transposeB`
 * @param c       [m, n], overwritten
 * @param panels  workspace: k * ceil8(n) floats
 * @param inputs  workspace: ceil4(m) pointers
 * @param outputs workspace: ceil4(m) pointers
 * @param zeros   k zeros
 * @param spare   workspace: ceil8(n) floats
 * @param scratch workspace: 32 floats
 */
export function f32_matmul(
  a: usize,
  b: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  transposeB: bool,
  panels: usize,
  inputs: usize,
  outputs: usize,
  zeros: usize,
  spare: usize,
  scratch: usize,
): void {
  if (transposeB) pack_panels_transposed(b, k, k, n, panels);
  else pack_panels(b, n, k, n, panels);
  fill_row_table(inputs, a, k, m, zeros);
  fill_row_table(outputs, c, n, m, spare);
  for (let column = 0; column < n; column += 8) {
    const panel = panels + ((<usize>column * <usize>k) << 2);
    const columns = min(8, n - column);
    f32_gemm_rows_4x8(inputs, m, 0, 1, k, panel, outputs, column, columns, false, scratch);
  }
}

/**
 * C = Aᵀ·B or Aᵀ·Bᵀ for one pair of matrices.
 *
 * @param a       [k, m]
 * @param b       [k, n], or [n, k] if `transposeB`
 * @param c       [m, n], overwritten
 * @param panels  workspace: k * ceil8(n) floats
 * @param rows    workspace: k pointers (rounded up to a multiple of four)
 * @param copy    workspace: k * ceil4(m) floats if m is no multiple of four, so that a tile never reads past A
 * @param scratch workspace: 32 floats
 */
export function f32_matmul_transpose_a(
  a: usize,
  b: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  transposeB: bool,
  panels: usize,
  rows: usize,
  copy: usize,
  scratch: usize,
): void {
  if (transposeB) pack_panels_transposed(b, k, k, n, panels);
  else pack_panels(b, n, k, n, panels);
  let stride = <usize>m;
  if (m & 3) {
    stride = <usize>((m + 3) & ~3);
    for (let row: usize = 0; row < <usize>k; row++) {
      memory.copy(copy + ((row * stride) << 2), a + ((row * <usize>m) << 2), (<usize>m) << 2);
    }
    a = copy;
  }
  fill_row_table(rows, a, stride, k, a);
  memory.fill(c, 0, (<usize>m * <usize>n) << 2);
  for (let column = 0; column < n; column += 8) {
    const panel = panels + ((<usize>column * <usize>k) << 2);
    f32_gemm_outer_4x8(rows, k, m, panel, c + ((<usize>column) << 2), n, min(8, n - column), scratch);
  }
}
