import { clamp } from './clamp';
import { activate_columns, copy_edge, fill_edge_bias, MatmulArgs, sumDepth } from './matmul-args';
import { multiply_add } from './multiply-add';

/**
 * y = activation(A·B + bias) for a row or two, which is bound by memory: B is read from front to back, and a panel is
 * in the cache for the second row. Sums are taken in the order of `matmul`, so that an image gets the same bits in any
 * batch. Scratch: 16 floats.
 */
export function matvec(args: MatmulArgs, chunk: i32, thread: i32): void {
  const firstColumn = chunk * args.chunkPanels * 8;
  const endColumn = min(args.columns, firstColumn + args.chunkPanels * 8);
  const depth = args.depth;
  const aRow = (<usize>depth) << 2;
  const yRow = (<usize>args.columns) << 2;
  const edgeBias = args.scratchOf(thread);
  const edge = edgeBias + 32;
  fill_edge_bias(args, edgeBias);

  let column = firstColumn;
  for (; column + 16 <= endColumn; column += 16) {
    const panel = args.panels + ((<usize>column * <usize>depth) << 2);
    for (let row: usize = 0; row < <usize>args.rows; row++) {
      multiply_two_panels(args, args.a + row * aRow, panel, column, args.y + row * yRow);
    }
  }
  for (; column < endColumn; column += 8) {
    const whole = args.columns - column >= 8;
    const panel = args.panels + ((<usize>column * <usize>depth) << 2);
    const base = whole && args.bias ? args.bias + ((<usize>column) << 2) : edgeBias;
    for (let row: usize = 0; row < <usize>args.rows; row++) {
      const y = args.y + row * yRow + ((<usize>column) << 2);
      multiply_panel(args, args.a + row * aRow, panel, base, whole ? y : edge);
      if (!whole) copy_edge(edge, 1, endColumn - column, y, 0);
    }
  }
  activate_columns(args, 0, args.rows, firstColumn, endColumn);
}

// Four sums, so that no addition waits for the one before it.
function multiply_two_panels(args: MatmulArgs, a: usize, b: usize, column: i32, y: usize): void {
  const offset = (<usize>column) << 2;
  const next = (<usize>args.depth) << 5;
  let y0 = f32x4.splat(0);
  let y1 = y0;
  let y2 = y0;
  let y3 = y0;
  if (args.bias) {
    y0 = v128.load(args.bias + offset);
    y1 = v128.load(args.bias + offset, 16);
    y2 = v128.load(args.bias + offset, 32);
    y3 = v128.load(args.bias + offset, 48);
  }
  for (let left = args.depth; left > 0; left -= sumDepth) {
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    const end = a + ((<usize>min(left, sumDepth)) << 2);
    while (a != end) {
      const s = v128.load_splat<f32>(a);
      sum0 = multiply_add(s, v128.load(b), sum0);
      sum1 = multiply_add(s, v128.load(b, 16), sum1);
      sum2 = multiply_add(s, v128.load(b + next), sum2);
      sum3 = multiply_add(s, v128.load(b + next, 16), sum3);
      a += 4;
      b += 32;
    }
    y0 = f32x4.add(y0, sum0);
    y1 = f32x4.add(y1, sum1);
    y2 = f32x4.add(y2, sum2);
    y3 = f32x4.add(y3, sum3);
  }
  const lows = f32x4.splat(args.low);
  const highs = f32x4.splat(args.high);
  v128.store(y + offset, clamp(y0, lows, highs));
  v128.store(y + offset, clamp(y1, lows, highs), 16);
  v128.store(y + offset, clamp(y2, lows, highs), 32);
  v128.store(y + offset, clamp(y3, lows, highs), 48);
}

function multiply_panel(args: MatmulArgs, a: usize, b: usize, base: usize, y: usize): void {
  let y0 = v128.load(base);
  let y1 = v128.load(base, 16);
  for (let left = args.depth; left > 0; left -= sumDepth) {
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    const end = a + ((<usize>min(left, sumDepth)) << 2);
    while (a != end) {
      const s = v128.load_splat<f32>(a);
      sum0 = multiply_add(s, v128.load(b), sum0);
      sum1 = multiply_add(s, v128.load(b, 16), sum1);
      a += 4;
      b += 32;
    }
    y0 = f32x4.add(y0, sum0);
    y1 = f32x4.add(y1, sum1);
  }
  const lows = f32x4.splat(args.low);
  const highs = f32x4.splat(args.high);
  v128.store(y, clamp(y0, lows, highs));
  v128.store(y, clamp(y1, lows, highs), 16);
}
