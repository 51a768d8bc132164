import { Scratch } from './scratch';

/** The arguments of `column_sums`, after the scratch's. */
@unmanaged
export class ColumnSumsArgs extends Scratch {
  /** `[rows, columns]` */
  x: usize;
  /** `[columns]`, overwritten */
  out: usize;
  rows: i32;
  columns: i32;
  /** Columns in a chunk, a multiple of four. */
  chunkColumns: i32;
}

/**
 * Sums the rows of a matrix: out[column] = Σ x[row][column]. Blocks of rows are summed first, then the blocks, so that
 * a long column does not lose its low bits one addend after the other. The scratch holds one float a column of a chunk.
 */
export function column_sums(args: ColumnSumsArgs, chunk: i32, thread: i32): void {
  const first = chunk * args.chunkColumns;
  const width = (<usize>min(args.chunkColumns, args.columns - first)) << 2;
  const vectors = width & ~15;
  const rowBytes = (<usize>args.columns) << 2;
  const rows = args.rows;
  const out = args.out + ((<usize>first) << 2);
  const partial = args.scratchOf(thread);
  let x = args.x + ((<usize>first) << 2);

  memory.fill(out, 0, width);
  for (let block = 0; block < rows; block += 512) {
    const last = min(rows, block + 512);
    memory.fill(partial, 0, width);
    for (let row = block; row < last; row++) {
      let at: usize = 0;
      for (; at < vectors; at += 16) {
        v128.store(partial + at, f32x4.add(v128.load(partial + at), v128.load(x + at)));
      }
      for (; at < width; at += 4) store<f32>(partial + at, load<f32>(partial + at) + load<f32>(x + at));
      x += rowBytes;
    }
    for (let at: usize = 0; at < width; at += 4) {
      store<f32>(out + at, load<f32>(out + at) + load<f32>(partial + at));
    }
  }
}
