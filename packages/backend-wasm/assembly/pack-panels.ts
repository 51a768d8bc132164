/**
 * Packs a row-major matrix into panels of eight columns: [columns / 8][depth][8], the last panel filled up with
 * zeros. GEMM then streams a panel from front to back.
 *
 * @param source  [depth][columns], `stride` floats between rows
 * @param panels  depth * ceil(columns / 8) * 8 floats
 */
export function pack_panels(source: usize, stride: usize, depth: i32, columns: i32, panels: usize): void {
  const rowBytes = stride << 2;
  let column = 0;
  for (; column + 8 <= columns; column += 8) {
    let from = source + ((<usize>column) << 2);
    for (let k = 0; k < depth; k++) {
      v128.store(panels, v128.load(from));
      v128.store(panels, v128.load(from, 16), 16);
      from += rowBytes;
      panels += 32;
    }
  }
  if (column < columns) {
    const rest = (<usize>(columns - column)) << 2;
    let from = source + ((<usize>column) << 2);
    for (let k = 0; k < depth; k++) {
      memory.fill(panels, 0, 32);
      for (let j: usize = 0; j < rest; j += 4) store<f32>(panels + j, load<f32>(from + j));
      from += rowBytes;
      panels += 32;
    }
  }
}

/**
 * The same panels from a matrix that lies transposed.
 *
 * @param source  [columns][depth], `stride` floats between rows
 */
export function pack_panels_transposed(
  source: usize,
  stride: usize,
  depth: i32,
  columns: i32,
  panels: usize,
): void {
  const rowBytes = stride << 2;
  for (let column = 0; column < columns; column += 8) {
    const width = min(8, columns - column);
    const panel = panels + ((<usize>column * <usize>depth) << 2);
    if (width < 8) memory.fill(panel, 0, (<usize>depth) << 5);
    let k = 0;
    if (width == 8) {
      for (; k + 4 <= depth; k += 4) {
        const to = panel + ((<usize>k) << 5);
        let from = source + <usize>column * rowBytes + ((<usize>k) << 2);
        transpose_4x4(from, rowBytes, to);
        from += rowBytes << 2;
        transpose_4x4(from, rowBytes, to + 16);
      }
    }
    for (; k < depth; k++) {
      for (let j = 0; j < width; j++) {
        const from = source + <usize>(column + j) * rowBytes + ((<usize>k) << 2);
        store<f32>(panel + ((<usize>k) << 5) + ((<usize>j) << 2), load<f32>(from));
      }
    }
  }
}

// Four floats of four rows become four columns of four rows, 32 bytes apart.
// @ts-ignore: decorator
@inline
function transpose_4x4(from: usize, rowBytes: usize, to: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + rowBytes);
  const r2 = v128.load(from + rowBytes * 2);
  const r3 = v128.load(from + rowBytes * 3);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 96);
}
