import { f32_gemm_packed_4x8 } from './f32-gemm-packed-4x8';
import { activate_columns, copy_edge, fill_edge_bias, MatmulArgs, sumDepth } from './matmul-args';

/**
 * y = activation(A·B + bias). The sum over `depth` is taken in blocks, each on its own before it is added, so that a long
 * one keeps its low bits. Scratch: 8 + chunkRows * 8 floats.
 */
export function matmul(args: MatmulArgs, chunk: i32, thread: i32): void {
  const rowBlocks = (args.rows + args.chunkRows - 1) / args.chunkRows;
  const firstRow = (chunk % rowBlocks) * args.chunkRows;
  const rows = min(args.chunkRows, args.rows - firstRow);
  const firstColumn = (chunk / rowBlocks) * args.chunkPanels * 8;
  const endColumn = min(args.columns, firstColumn + args.chunkPanels * 8);
  const depth = args.depth;
  const low = args.low;
  const high = args.high;
  const aGroup = (<usize>depth) << 4;
  const yRow = (<usize>args.columns) << 2;
  const y = args.y + <usize>firstRow * yRow;
  const edgeBias = args.scratchOf(thread);
  const edge = edgeBias + 32;
  fill_edge_bias(args, edgeBias);

  let first = 0;
  do {
    const steps = min(sumDepth, depth - first);
    const last = first + steps == depth;
    const blockLow = last ? low : <f32>-Infinity;
    const blockHigh = last ? high : <f32>Infinity;
    const a = args.a + ((<usize>firstRow * <usize>depth + ((<usize>first) << 2)) << 2);
    for (let column = firstColumn; column < endColumn; column += 8) {
      const whole = args.columns - column >= 8;
      const c = whole ? y + ((<usize>column) << 2) : edge;
      const cRow = whole ? yRow : 32;
      const base = first > 0 ? c : whole && args.bias ? args.bias + ((<usize>column) << 2) : edgeBias;
      const baseRow = first > 0 ? cRow : 0;
      const panel = args.panels + ((<usize>column * <usize>depth + ((<usize>first) << 3)) << 2);
      f32_gemm_packed_4x8(a, aGroup, rows, steps, panel, base, baseRow, c, cRow, blockLow, blockHigh);
    }
    first += steps;
  } while (first < depth);

  const column = endColumn & ~7;
  if (column < endColumn) copy_edge(edge, rows, endColumn - column, y + ((<usize>column) << 2), yRow);
  activate_columns(args, firstRow, rows, firstColumn, endColumn);
}
