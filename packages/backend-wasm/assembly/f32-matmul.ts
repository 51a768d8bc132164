import { activate } from './activate';
import { Activation } from './activation';
import { clamp } from './clamp';
import { f32_gemm_packed_4x8 } from './f32-gemm-packed-4x8';
import { multiply_add } from './multiply-add';
import { Scratch } from './scratch';

/** The arguments of `matmul` and `matvec`, after the scratch's. */
@unmanaged
export class MatmulArgs extends Scratch {
  /** A, packed by `pack_rows` as [rows / 4][depth][4]; [depth] for `matvec` */
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

/** Panel rows worked on together: 16 kB of B, half of an L1 cache. */
const blockDepth = 512;

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
    const steps = min(blockDepth, depth - first);
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

/** y = activation(a·B + bias) for a single row: bound by memory, so B is read from front to back. Scratch: 8 floats. */
export function matvec(args: MatmulArgs, chunk: i32, thread: i32): void {
  const firstColumn = chunk * args.chunkPanels * 8;
  const endColumn = min(args.columns, firstColumn + args.chunkPanels * 8);
  const depth = args.depth;
  const low = f32x4.splat(args.low);
  const high = f32x4.splat(args.high);
  const edgeBias = args.scratchOf(thread);
  fill_edge_bias(args, edgeBias);

  let b = args.panels + ((<usize>firstColumn * <usize>depth) << 2);
  for (let column = firstColumn; column < endColumn; column += 8) {
    let even0 = f32x4.splat(0);
    let even1 = even0;
    let odd0 = even0;
    let odd1 = even0;
    let a = args.a;
    const end = a + ((<usize>depth & ~1) << 2);
    while (a != end) {
      const s0 = v128.load_splat<f32>(a);
      even0 = multiply_add(s0, v128.load(b), even0);
      even1 = multiply_add(s0, v128.load(b, 16), even1);
      const s1 = v128.load_splat<f32>(a, 4);
      odd0 = multiply_add(s1, v128.load(b, 32), odd0);
      odd1 = multiply_add(s1, v128.load(b, 48), odd1);
      a += 8;
      b += 64;
    }
    if (depth & 1) {
      const s0 = v128.load_splat<f32>(a);
      even0 = multiply_add(s0, v128.load(b), even0);
      even1 = multiply_add(s0, v128.load(b, 16), even1);
      b += 32;
    }
    const whole = endColumn - column >= 8;
    const base = whole && args.bias ? args.bias + ((<usize>column) << 2) : edgeBias;
    const to = args.y + ((<usize>column) << 2);
    const left = clamp(f32x4.add(v128.load(base), f32x4.add(even0, odd0)), low, high);
    const right = clamp(f32x4.add(v128.load(base, 16), f32x4.add(even1, odd1)), low, high);
    if (whole) {
      v128.store(to, left);
      v128.store(to, right, 16);
    } else {
      v128.store(edgeBias, left);
      v128.store(edgeBias, right, 16);
      copy_edge(edgeBias, 1, endColumn - column, to, 0);
    }
  }
  activate_columns(args, 0, 1, firstColumn, endColumn);
}

/** The activation of a chunk, while it is in the cache. */
function activate_columns(args: MatmulArgs, firstRow: i32, rows: i32, first: i32, end: i32): void {
  const columns = args.columns;
  const y = args.y + ((<usize>firstRow * <usize>columns + <usize>first) << 2);
  const alphas = args.alphas ? args.alphas + ((<usize>first) << 2) : 0;
  activate(args.activation, args.alpha, alphas, y, rows, end - first, columns);
}

/** The bias of the columns that are no whole panel; zeros where there are none, or no bias. */
function fill_edge_bias(args: MatmulArgs, to: usize): void {
  v128.store(to, f32x4.splat(0));
  v128.store(to, f32x4.splat(0), 16);
  if (args.bias == 0) return;
  const edge = args.columns & ~7;
  for (let column = edge; column < args.columns; column++) {
    store<f32>(to + ((<usize>(column - edge)) << 2), load<f32>(args.bias + ((<usize>column) << 2)));
  }
}

/** Copies the columns that exist of [rows][8]. */
function copy_edge(from: usize, rows: i32, columns: i32, to: usize, toRow: usize): void {
  for (let row = 0; row < rows; row++) {
    for (let column: usize = 0; column < <usize>columns; column++) {
      store<f32>(to + (column << 2), load<f32>(from + (column << 2)));
    }
    from += 32;
    to += toRow;
  }
}
