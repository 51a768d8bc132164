import { clamp } from './clamp';
import { activate_columns, copy_edge, fill_edge_bias, MatmulArgs } from './matmul-args';
import { multiply_add } from './multiply-add';

/**
 * y = activation(A·B + bias) for a row or two, which is bound by memory: B is read from front to back, and a panel is
 * in the cache for the second row. Scratch: 16 floats.
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

  for (let column = firstColumn; column < endColumn; column += 8) {
    const whole = args.columns - column >= 8;
    const panel = args.panels + ((<usize>column * <usize>depth) << 2);
    const base = whole && args.bias ? args.bias + ((<usize>column) << 2) : edgeBias;
    let a = args.a;
    let y = args.y + ((<usize>column) << 2);
    for (let row = 0; row < args.rows; row++) {
      multiply_row(a, depth, panel, base, whole ? y : edge, args.low, args.high);
      if (!whole) copy_edge(edge, 1, endColumn - column, y, 0);
      a += aRow;
      y += yRow;
    }
  }
  activate_columns(args, 0, args.rows, firstColumn, endColumn);
}

// Four sums, so that no addition waits for the one before it.
function multiply_row(a: usize, depth: i32, b: usize, base: usize, c: usize, low: f32, high: f32): void {
  let even0 = f32x4.splat(0);
  let even1 = even0;
  let odd0 = even0;
  let odd1 = even0;
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
  }
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  v128.store(c, clamp(f32x4.add(v128.load(base), f32x4.add(even0, odd0)), lows, highs));
  v128.store(c, clamp(f32x4.add(v128.load(base, 16), f32x4.add(even1, odd1)), lows, highs), 16);
}
