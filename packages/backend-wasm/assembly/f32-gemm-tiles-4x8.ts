import { clamp } from './clamp';
import { multiply_add } from './multiply-add';
import { PatchTile } from './patch-tiles';

/**
 * C = clamp(bias + A·B) for eight columns of B, in tiles of 4×8. Rows of A lie in pieces (a convolution's patch in an
 * image: one a line of the filter).
 *
 * @param tiles   where four rows of A lie each (patch-tiles.ts)
 * @param rows    rows of C; those of A are as many, rounded up to a multiple of four
 * @param pieces  of a row of A; at least 1
 * @param pieceBytes each; at least 4
 * @param panel   B packed as [pieces · pieceBytes / 4][8]
 * @param bias    eight floats to begin the sums with
 * @param limits  the lowest and the highest result, two floats; 0 for no limits
 * @param c       the address of C's first element
 * @param rowBytes from one row of C to the next
 * @param columns valid columns, 1..8; the others are not written
 * @param tile    workspace: 32 floats, for tiles that hang over the edge of C
 *
 * One step of k per loop on purpose: V8 (11.3 at least) moves all loads of a basic block to its front, so that an
 * unrolled body spills its accumulators; and it unrolls the innermost of nested loops itself.
 */
export function f32_gemm_tiles_4x8(
  tiles: usize,
  rows: i32,
  pieces: i32,
  pieceBytes: usize,
  panel: usize,
  bias: usize,
  limits: usize,
  c: usize,
  rowBytes: usize,
  columns: i32,
  tile: usize,
): void {
  for (let row = 0; row < rows; row += 4) {
    let c00 = v128.load(bias);
    let c01 = v128.load(bias, 16);
    let c10 = c00;
    let c11 = c01;
    let c20 = c00;
    let c21 = c01;
    let c30 = c00;
    let c31 = c01;

    const place = changetype<PatchTile>(tiles);
    let a0 = place.first;
    let a1 = a0 + place.rowBytes;
    let a2 = a1 + place.rowBytes;
    let a3 = a2 + place.rowBytes;
    const skip = place.pieceBytes - pieceBytes;
    let b = panel;
    for (let left = pieces; left > 0; left--) {
      const end = a0 + pieceBytes;
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
      a0 += skip;
      a1 += skip;
      a2 += skip;
      a3 += skip;
    }

    if (limits) {
      const lowest = v128.load_splat<f32>(limits);
      const highest = v128.load_splat<f32>(limits, 4);
      c00 = clamp(c00, lowest, highest);
      c01 = clamp(c01, lowest, highest);
      c10 = clamp(c10, lowest, highest);
      c11 = clamp(c11, lowest, highest);
      c20 = clamp(c20, lowest, highest);
      c21 = clamp(c21, lowest, highest);
      c30 = clamp(c30, lowest, highest);
      c31 = clamp(c31, lowest, highest);
    }

    const whole = columns == 8 && row + 4 <= rows;
    let to = whole ? c : tile;
    const toRowBytes = whole ? rowBytes : 32;
    v128.store(to, c00);
    v128.store(to, c01, 16);
    to += toRowBytes;
    v128.store(to, c10);
    v128.store(to, c11, 16);
    to += toRowBytes;
    v128.store(to, c20);
    v128.store(to, c21, 16);
    to += toRowBytes;
    v128.store(to, c30);
    v128.store(to, c31, 16);
    if (!whole) copy_tile(tile, min(4, rows - row), (<usize>columns) << 2, c, rowBytes);

    tiles += offsetof<PatchTile>();
    c += 4 * rowBytes;
  }
}

function copy_tile(tile: usize, rows: i32, byteLength: usize, to: usize, rowBytes: usize): void {
  for (let row = 0; row < rows; row++) {
    for (let at: usize = 0; at < byteLength; at += 4) store<f32>(to + at, load<f32>(tile + at));
    tile += 32;
    to += rowBytes;
  }
}
