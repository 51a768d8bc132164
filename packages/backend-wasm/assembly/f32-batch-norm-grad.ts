import { repeat_floats } from './repeat-floats';
import { Scratch } from './scratch';

/**
 * The arguments of the three ops of a batch normalisation's gradient, after the scratch's. The gradient arrives behind
 * an activation: with `masked` it comes through where `0 < (x - mean) · scale + beta ≤ high`.
 */
@unmanaged
export class BatchNormGradArgs extends Scratch {
  /** `[rows, channels]` */
  x: usize;
  /** `[rows, channels]` */
  dy: usize;
  /** `[channels]` */
  mean: usize;
  /** `[channels]`: gamma / √(variance + epsilon) */
  scale: usize;
  /** `[channels]` */
  beta: usize;
  /** `[chunks, 2, channels]`: each chunk's Σ dy and Σ dy · (x - mean), past the activation */
  partials: usize;
  /** `[channels]`, biased */
  variance: usize;
  /** `[channels]`: Σ dy · (x - mean) / √(variance + epsilon) */
  dgamma: usize;
  /** `[channels]`: Σ dy */
  dbeta: usize;
  /** `[2, channels]`: what dx has of `x - mean`, and what it has in any case */
  coefficients: usize;
  /** `[rows, channels]` */
  dx: usize;
  rows: i32;
  channels: i32;
  chunkRows: i32;
  blockRows: i32;
  /** Rows whose channels fill whole vectors together. */
  periodRows: i32;
  masked: i32;
  high: f32;
  epsilon: f32;
}

/** Writes the partial sums of a chunk. */
export function batch_norm_grad_sums(args: BatchNormGradArgs, chunk: i32): void {
  const first = chunk * args.chunkRows;
  const end = min(args.rows, first + args.chunkRows);
  const rowBytes = (<usize>args.channels) << 2;
  const partials = args.partials + <usize>(2 * chunk) * rowBytes;
  memory.fill(partials, 0, rowBytes << 1);
  for (let block = first; block < end; block += args.blockRows) {
    const count = min(args.blockRows, end - block);
    const offset = <usize>block * rowBytes;
    let at: usize = 0;
    for (; at + 16 <= rowBytes; at += 16) add_strip(args, offset + at, at, rowBytes, count, partials + at);
    for (; at < rowBytes; at += 4) add_channel(args, offset + at, at, rowBytes, count, partials + at);
  }
}

// Four channels of a block.
// @ts-ignore: decorator
@inline
function add_strip(
  args: BatchNormGradArgs,
  offset: usize,
  channel: usize,
  rowBytes: usize,
  count: i32,
  partials: usize,
): void {
  const mean = v128.load(args.mean + channel);
  const scale = v128.load(args.scale + channel);
  const beta = v128.load(args.beta + channel);
  const always = i32x4.splat(args.masked ? 0 : -1);
  const high = f32x4.splat(args.high);
  let x = args.x + offset;
  let dy = args.dy + offset;
  let sum = f32x4.splat(0);
  let product = f32x4.splat(0);
  for (; count > 0; count--) {
    const distance = f32x4.sub(v128.load(x), mean);
    const gradient = passed(distance, scale, beta, always, high, v128.load(dy));
    sum = f32x4.add(sum, gradient);
    product = f32x4.add(product, f32x4.mul(gradient, distance));
    x += rowBytes;
    dy += rowBytes;
  }
  v128.store(partials, f32x4.add(v128.load(partials), sum));
  partials += rowBytes;
  v128.store(partials, f32x4.add(v128.load(partials), product));
}

function add_channel(
  args: BatchNormGradArgs,
  offset: usize,
  channel: usize,
  rowBytes: usize,
  count: i32,
  partials: usize,
): void {
  const mean = load<f32>(args.mean + channel);
  const scale = load<f32>(args.scale + channel);
  const beta = load<f32>(args.beta + channel);
  let x = args.x + offset;
  let dy = args.dy + offset;
  let sum: f32 = 0;
  let product: f32 = 0;
  for (; count > 0; count--) {
    const distance = load<f32>(x) - mean;
    const gradient = passed_float(args, distance, scale, beta, load<f32>(dy));
    sum += gradient;
    product += gradient * distance;
    x += rowBytes;
    dy += rowBytes;
  }
  store<f32>(partials, load<f32>(partials) + sum);
  partials += rowBytes;
  store<f32>(partials, load<f32>(partials) + product);
}

/** Adds the chunks' sums up and works out the coefficients. */
export function batch_norm_grad_merge(args: BatchNormGradArgs): void {
  const rowBytes = (<usize>args.channels) << 2;
  const share: f32 = 1 / <f32>args.rows;
  for (let at: usize = 0; at < rowBytes; at += 4) {
    let partial = args.partials + at;
    let sum: f32 = 0;
    let product: f32 = 0;
    for (let before = 0; before < args.rows; before += args.chunkRows) {
      sum += load<f32>(partial);
      product += load<f32>(partial + rowBytes);
      partial += rowBytes << 1;
    }
    const scale = load<f32>(args.scale + at);
    const inverse: f32 = 1 / sqrt<f32>(load<f32>(args.variance + at) + args.epsilon);
    store<f32>(args.dgamma + at, product * inverse);
    store<f32>(args.dbeta + at, sum);
    store<f32>(args.coefficients + at, -scale * inverse * inverse * product * share);
    store<f32>(args.coefficients + rowBytes + at, -scale * sum * share);
  }
}

/**
 * dx = scale · (dy - Σ dy / rows - normalised · Σ (dy · normalised) / rows). The scratch memory holds the channels'
 * five numbers, each over `periodRows` rows.
 */
export function batch_norm_grad_input(args: BatchNormGradArgs, chunk: i32, thread: i32): void {
  const channels = args.channels;
  const first = chunk * args.chunkRows;
  const rows = min(args.chunkRows, args.rows - first);
  const period = args.periodRows * channels;
  const periodBytes = (<usize>period) << 2;
  const means = args.scratchOf(thread);
  const scales = means + periodBytes;
  const betas = scales + periodBytes;
  const slopes = betas + periodBytes;
  const levels = slopes + periodBytes;
  repeat_floats(args.mean, channels, means, period);
  repeat_floats(args.scale, channels, scales, period);
  repeat_floats(args.beta, channels, betas, period);
  repeat_floats(args.coefficients, channels, slopes, period);
  repeat_floats(args.coefficients + ((<usize>channels) << 2), channels, levels, period);

  const always = i32x4.splat(args.masked ? 0 : -1);
  const high = f32x4.splat(args.high);
  const offset = (<usize>first * <usize>channels) << 2;
  let x = args.x + offset;
  let dy = args.dy + offset;
  let dx = args.dx + offset;
  for (let left = rows * channels; left > 0; left -= period) {
    const bytes = (<usize>min(left, period)) << 2;
    const vectors = bytes & ~15;
    let at: usize = 0;
    for (; at < vectors; at += 16) {
      const distance = f32x4.sub(v128.load(x + at), v128.load(means + at));
      const scale = v128.load(scales + at);
      const gradient = passed(distance, scale, v128.load(betas + at), always, high, v128.load(dy + at));
      const rest = f32x4.add(f32x4.mul(distance, v128.load(slopes + at)), v128.load(levels + at));
      v128.store(dx + at, f32x4.add(f32x4.mul(gradient, scale), rest));
    }
    for (; at < bytes; at += 4) {
      const distance = load<f32>(x + at) - load<f32>(means + at);
      const scale = load<f32>(scales + at);
      const gradient = passed_float(args, distance, scale, load<f32>(betas + at), load<f32>(dy + at));
      const rest = distance * load<f32>(slopes + at) + load<f32>(levels + at);
      store<f32>(dx + at, gradient * scale + rest);
    }
    x += periodBytes;
    dy += periodBytes;
    dx += periodBytes;
  }
}

// The gradient where the activation lets it through.
// @ts-ignore: decorator
@inline
function passed(distance: v128, scale: v128, beta: v128, always: v128, high: v128, dy: v128): v128 {
  const value = f32x4.add(f32x4.mul(distance, scale), beta);
  const open = v128.and(f32x4.gt(value, f32x4.splat(0)), f32x4.le(value, high));
  return v128.and(dy, v128.or(open, always));
}

// @ts-ignore: decorator
@inline
function passed_float(args: BatchNormGradArgs, distance: f32, scale: f32, beta: f32, dy: f32): f32 {
  const value = distance * scale + beta;
  return !args.masked || (value > 0 && value <= args.high) ? dy : 0;
}
