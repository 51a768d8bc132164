import { activate } from './activate';
import { Activation } from './activation';
import { Scratch } from './scratch';

/** How many products are summed before they are added to the others: 16 kB of a panel, half of an L1 cache. */
export const sumDepth: i32 = 512;

/** The arguments of `matmul` and `matvec`, after the scratch's. */
@unmanaged
export class MatmulArgs extends Scratch {
  /** A, packed by `pack_rows` as [rows / 4][depth][4]; as it is, [rows][depth], for `matvec` */
  a: usize;
  /** B, packed by `pack_columns` as [columns / 8][depth][8] */
  panels: usize;
  /** [columns], or 0 */
  bias: usize;
  /** [rows][columns], overwritten */
  y: usize;
  rows: i32;
  columns: i32;
  depth: i32;
  /** Rows in a chunk, a multiple of four. */
  chunkRows: i32;
  /** Panels of eight columns in a chunk. */
  chunkPanels: i32;
  /** The bounds of the results, before the activation: 0 and Infinity for relu. NaN stays NaN. */
  low: f32;
  high: f32;
  /** An activation that is not a pair of bounds. */
  activation: Activation;
  /** What `leakyRelu` multiplies negative results with. */
  alpha: f32;
  /** What `prelu` multiplies them with: [columns]; 0 for the others. */
  alphas: usize;
}

/** The activation of a chunk, while it is in the cache. */
export function activate_columns(args: MatmulArgs, firstRow: i32, rows: i32, first: i32, end: i32): void {
  const columns = args.columns;
  const y = args.y + ((<usize>firstRow * <usize>columns + <usize>first) << 2);
  const alphas = args.alphas ? args.alphas + ((<usize>first) << 2) : 0;
  activate(args.activation, args.alpha, alphas, y, rows, end - first, columns);
}

/** The bias of the columns that are no whole panel; zeros where there are none, or no bias. */
export function fill_edge_bias(args: MatmulArgs, to: usize): void {
  v128.store(to, f32x4.splat(0));
  v128.store(to, f32x4.splat(0), 16);
  if (args.bias == 0) return;
  const edge = args.columns & ~7;
  for (let column = edge; column < args.columns; column++) {
    store<f32>(to + ((<usize>(column - edge)) << 2), load<f32>(args.bias + ((<usize>column) << 2)));
  }
}

/** Copies the columns that exist of [rows][8]. */
export function copy_edge(from: usize, rows: i32, columns: i32, to: usize, toRow: usize): void {
  for (let row = 0; row < rows; row++) {
    for (let column: usize = 0; column < <usize>columns; column++) {
      store<f32>(to + (column << 2), load<f32>(from + (column << 2)));
    }
    from += 32;
    to += toRow;
  }
}
