/**
 * Adds up the rows of a matrix by segment: out[ids[row]] += x[row]. Rows whose id is not a segment are left out.
 *
 * @param x        [rows, columns]
 * @param ids      [rows], i32, in any order
 * @param out      [segments, columns], overwritten
 */
export function f32_segment_sum(
  x: usize,
  ids: usize,
  out: usize,
  rows: i32,
  columns: i32,
  segments: i32,
): void {
  const rowBytes = (<usize>columns) << 2;
  const vectorBytes = (<usize>(columns & ~3)) << 2;
  memory.fill(out, 0, <usize>segments * rowBytes);
  for (let row = 0; row < rows; row++) {
    const segment = load<i32>(ids + ((<usize>row) << 2));
    if (<u32>segment < <u32>segments) {
      const to = out + <usize>segment * rowBytes;
      let at: usize = 0;
      for (; at < vectorBytes; at += 16) {
        v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(x + at)));
      }
      for (; at < rowBytes; at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(x + at));
    }
    x += rowBytes;
  }
}
