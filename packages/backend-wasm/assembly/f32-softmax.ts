import { exp } from './exp';
import { log } from './log';
import { Scratch } from './scratch';

/** The arguments of `softmax`, after the scratch's. */
@unmanaged
export class SoftmaxArgs extends Scratch {
  /** [rows, columns] */
  x: usize;
  /** [rows, columns], overwritten; may be x */
  y: usize;
  rows: i32;
  columns: i32;
  chunkRows: i32;
}

/** y = exp(x - max) / Σ exp(x - max) in every row. A row with NaN or Infinity becomes NaN, as in the formula. */
export function softmax(args: SoftmaxArgs, chunk: i32, thread: i32): void {
  const first = chunk * args.chunkRows;
  const end = min(args.rows, first + args.chunkRows);
  const rowBytes = (<usize>args.columns) << 2;
  for (let row = first; row < end; row++) {
    const offset = <usize>row * rowBytes;
    softmax_row(args.x + offset, args.y + offset, rowBytes);
  }
}

/** y = x - max - ln Σ exp(x - max) in every row: the logarithm of `softmax`. */
export function log_softmax(args: SoftmaxArgs, chunk: i32, thread: i32): void {
  const first = chunk * args.chunkRows;
  const end = min(args.rows, first + args.chunkRows);
  const rowBytes = (<usize>args.columns) << 2;
  for (let row = first; row < end; row++) {
    const offset = <usize>row * rowBytes;
    const x = args.x + offset;
    const y = args.y + offset;
    const highest = row_maximum(x, rowBytes);
    let sum: f64 = 0;
    for (let at: usize = 0; at < rowBytes; at += 4) {
      const rest = f32x4.sub(v128.load_splat<f32>(x + at), highest);
      v128.store_lane<f32>(y + at, rest, 0);
      sum += <f64>f32x4.extract_lane(exp(rest), 0);
    }
    // The sum is 1 at least, or NaN, which `log` would make a number of.
    const share = sum >= 1 ? <f32>log(sum) : <f32>NaN;
    for (let at: usize = 0; at < rowBytes; at += 4) store<f32>(y + at, load<f32>(y + at) - share);
  }
}

function softmax_row(x: usize, y: usize, rowBytes: usize): void {
  const vectors = rowBytes & ~15;
  const highest = row_maximum(x, rowBytes);
  let sums = f32x4.splat(0);
  let at: usize = 0;
  for (; at < vectors; at += 16) {
    const power = exp(f32x4.sub(v128.load(x + at), highest));
    v128.store(y + at, power);
    sums = f32x4.add(sums, power);
  }
  let sum = lane_sum(sums);
  for (; at < rowBytes; at += 4) {
    const power = exp(f32x4.sub(v128.load_splat<f32>(x + at), highest));
    v128.store_lane<f32>(y + at, power, 0);
    sum += f32x4.extract_lane(power, 0);
  }
  const share = f32x4.splat(1 / sum);
  for (at = 0; at < vectors; at += 16) v128.store(y + at, f32x4.mul(v128.load(y + at), share));
  for (; at < rowBytes; at += 4) {
    v128.store_lane<f32>(y + at, f32x4.mul(v128.load_splat<f32>(y + at), share), 0);
  }
}

/** The highest number of a row in all four lanes; NaN if there is one. */
export function row_maximum(x: usize, rowBytes: usize): v128 {
  let highest = f32x4.splat(<f32>-Infinity);
  let at: usize = 0;
  for (; at + 16 <= rowBytes; at += 16) highest = f32x4.max(highest, v128.load(x + at));
  for (; at < rowBytes; at += 4) highest = f32x4.max(highest, v128.load_splat<f32>(x + at));
  highest = f32x4.max(highest, v128.shuffle<f32>(highest, highest, 2, 3, 0, 1));
  return f32x4.max(highest, v128.shuffle<f32>(highest, highest, 1, 0, 3, 2));
}

// @ts-ignore: decorator
@inline
export function lane_sum(x: v128): f32 {
  const pairs = f32x4.add(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}
