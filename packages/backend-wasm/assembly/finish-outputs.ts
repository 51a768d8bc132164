import { activate } from './activate';
import { Activation } from './activation';
import { clamp } from './clamp';
import { ConvArgs } from './conv-args';

/**
 * What a convolution's outputs still lack after they were stored, done while they are in the cache: the other summand
 * with the limits, and the activation.
 *
 * @param offset bytes from the first output to the part's first
 * @param column the output channel of that
 */
export function finish_outputs(args: ConvArgs, offset: usize, column: i32, rows: i32, columns: i32): void {
  if (args.other) {
    add_rows(args, args.y + offset, args.other + offset, rows, columns, args.geometry.outChannels);
  }
  activate_outputs(args, offset, column, rows, columns);
}

/** The activation alone. */
export function activate_outputs(args: ConvArgs, offset: usize, column: i32, rows: i32, columns: i32): void {
  if (args.activation == Activation.none) return;
  const alphas = args.alphas ? args.alphas + ((<usize>column) << 2) : 0;
  const y = args.y + offset;
  activate(args.activation, args.alpha, alphas, y, rows, columns, args.geometry.outChannels);
}

function add_rows(args: ConvArgs, y: usize, other: usize, rows: i32, columns: i32, stride: i32): void {
  const lowest = f32x4.splat(args.lowest);
  const highest = f32x4.splat(args.highest);
  if (columns == stride) {
    columns *= rows;
    rows = 1;
  }
  const rowBytes = (<usize>columns) << 2;
  const strideBytes = (<usize>stride) << 2;
  for (; rows > 0; rows--) {
    let at: usize = 0;
    for (; at + 16 <= rowBytes; at += 16) {
      const sum = f32x4.add(v128.load(y + at), v128.load(other + at));
      v128.store(y + at, clamp(sum, lowest, highest));
    }
    for (; at < rowBytes; at += 4) {
      const sum = f32x4.add(v128.load_splat<f32>(y + at), v128.load_splat<f32>(other + at));
      v128.store_lane<f32>(y + at, clamp(sum, lowest, highest), 0);
    }
    y += strideBytes;
    other += strideBytes;
  }
}
