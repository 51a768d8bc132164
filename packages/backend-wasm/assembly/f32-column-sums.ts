/**
 * Sums the rows of a matrix: out[column] = Σ x[row][column], a block of rows at a time so that a long column does not
 * lose low bits one addend after the other (pairwise in effect: blocks first, then the sum of blocks).
 *
 * @param x   [rows, columns]
 * @param out [columns], overwritten
 * @param partial workspace: `columns` floats
 */
export function f32_column_sums(x: usize, rows: i32, columns: i32, out: usize, partial: usize): void {
  const rowBytes = (<usize>columns) << 2;
  const vectorBytes = (<usize>(columns & ~3)) << 2;
  memory.fill(out, 0, rowBytes);
  for (let first = 0; first < rows; first += 512) {
    const last = min(rows, first + 512);
    memory.fill(partial, 0, rowBytes);
    for (let row = first; row < last; row++) {
      let at: usize = 0;
      for (; at < vectorBytes; at += 16) {
        v128.store(partial + at, f32x4.add(v128.load(partial + at), v128.load(x + at)));
      }
      for (; at < rowBytes; at += 4) store<f32>(partial + at, load<f32>(partial + at) + load<f32>(x + at));
      x += rowBytes;
    }
    for (let at: usize = 0; at < rowBytes; at += 4) {
      store<f32>(out + at, load<f32>(out + at) + load<f32>(partial + at));
    }
  }
}
