import { activate } from './activate';
import { Activation } from './activation';
import { repeat_floats } from './repeat-floats';
import { Scratch } from './scratch';

/** The arguments of `scale_shift`, after the scratch's. */
@unmanaged
export class ScaleShiftArgs extends Scratch {
  /** `[rows, channels]` */
  x: usize;
  /** `[channels]`, what is subtracted first; 0 for nothing */
  center: usize;
  /** `[channels]` */
  scale: usize;
  /** `[channels]`; 0 for nothing */
  shift: usize;
  /** `[channels]`, of PReLU; or 0 */
  alphas: usize;
  /** `[rows, channels]`, overwritten; may be `x` */
  y: usize;
  rows: i32;
  channels: i32;
  activation: Activation;
  /** Of leaky ReLU. */
  alpha: f32;
  chunkRows: i32;
  /** Rows whose channels fill whole vectors together. */
  periodRows: i32;
}

/**
 * y = activation((x - center) · scale + shift), channel by channel. The channels' numbers are repeated over a few rows
 * in the scratch memory first (four times `periodRows * channels` floats), so that any number of channels runs in whole
 * vectors.
 */
export function scale_shift(args: ScaleShiftArgs, chunk: i32, thread: i32): void {
  const channels = args.channels;
  const first = chunk * args.chunkRows;
  const rows = min(args.chunkRows, args.rows - first);
  const period = args.periodRows * channels;
  const periodBytes = (<usize>period) << 2;
  const centers = args.scratchOf(thread);
  const scales = centers + periodBytes;
  const shifts = scales + periodBytes;
  const alphas = args.alphas ? shifts + periodBytes : 0;
  repeat_floats(args.center, channels, centers, period);
  repeat_floats(args.scale, channels, scales, period);
  repeat_floats(args.shift, channels, shifts, period);
  if (alphas) repeat_floats(args.alphas, channels, alphas, period);

  const clamped = args.activation <= Activation.relu6;
  const low: f32 = clamped && args.activation != Activation.none ? 0 : -Infinity;
  const high: f32 = args.activation == Activation.relu6 ? 6 : Infinity;
  const offset = (<usize>first * <usize>channels) << 2;
  let x = args.x + offset;
  let y = args.y + offset;
  for (let left = rows * channels; left > 0; left -= period) {
    const floats = min(left, period);
    scale_block(x, centers, scales, shifts, y, floats, low, high);
    if (!clamped) activate(args.activation, args.alpha, alphas, y, 1, floats, floats);
    x += periodBytes;
    y += periodBytes;
  }
}

// @ts-ignore: decorator
@inline
function scale_block(
  x: usize,
  centers: usize,
  scales: usize,
  shifts: usize,
  y: usize,
  floats: i32,
  low: f32,
  high: f32,
): void {
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  const bytes = (<usize>floats) << 2;
  const vectors = bytes & ~15;
  let at: usize = 0;
  for (; at < vectors; at += 16) {
    const centered = f32x4.sub(v128.load(x + at), v128.load(centers + at));
    const value = f32x4.add(f32x4.mul(centered, v128.load(scales + at)), v128.load(shifts + at));
    v128.store(y + at, f32x4.pmin(f32x4.pmax(value, lows), highs));
  }
  for (; at < bytes; at += 4) {
    let value = (load<f32>(x + at) - load<f32>(centers + at)) * load<f32>(scales + at) + load<f32>(shifts + at);
    value = value < low ? low : value;
    store<f32>(y + at, value > high ? high : value);
  }
}
