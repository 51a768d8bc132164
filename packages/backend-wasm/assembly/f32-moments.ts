import { Scratch } from './scratch';

/** The arguments of `moments`, after the scratch's. */
@unmanaged
export class MomentsArgs extends Scratch {
  /** `[rows, channels]` */
  x: usize;
  /** `[chunks, 2, channels]`, overwritten: each chunk's mean, and its sum of squared distances from it */
  partials: usize;
  rows: i32;
  channels: i32;
  chunkRows: i32;
  /** Rows that stay in the first-level cache. */
  blockRows: i32;
}

/**
 * The mean of each channel and the sum of squared distances from it, for one chunk of the rows: block by block in two
 * passes, the second on cached data and with the correction for a rounded mean, and blocks merged: all as Chan, Golub
 * and LeVeque do (1983, "Algorithms for computing the sample variance"). Far-off means do not cancel, as they would in
 * a sum of squares.
 */
export function moments(args: MomentsArgs, chunk: i32): void {
  const channels = args.channels;
  const first = chunk * args.chunkRows;
  const end = min(args.rows, first + args.chunkRows);
  const rowBytes = (<usize>channels) << 2;
  const means = args.partials + <usize>(2 * chunk) * rowBytes;
  const squares = means + rowBytes;

  for (let block = first; block < end; block += args.blockRows) {
    const count = min(args.blockRows, end - block);
    const x = args.x + <usize>block * rowBytes;
    const before = block - first;
    // Of a block, what it weighs in the mean so far, and what the distance of the two means adds to the squares.
    const share = <f32>count / <f32>(before + count);
    const spread = <f32>before * share;
    let at: usize = 0;
    for (; at + 16 <= rowBytes; at += 16) {
      merge_strip(x + at, rowBytes, count, before, share, spread, means + at, squares + at);
    }
    for (; at < rowBytes; at += 4) {
      merge_channel(x + at, rowBytes, count, before, share, spread, means + at, squares + at);
    }
  }
}

// Four channels of a block.
// @ts-ignore: decorator
@inline
function merge_strip(
  x: usize,
  rowBytes: usize,
  count: i32,
  before: i32,
  share: f32,
  spread: f32,
  means: usize,
  squares: usize,
): void {
  const end = x + <usize>count * rowBytes;
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let from = x;
  for (const last = end - rowBytes; from < last; from += rowBytes << 1) {
    sum0 = f32x4.add(sum0, v128.load(from));
    sum1 = f32x4.add(sum1, v128.load(from + rowBytes));
  }
  if (from < end) sum0 = f32x4.add(sum0, v128.load(from));
  const size = f32x4.splat(<f32>count);
  const rounded = f32x4.div(f32x4.add(sum0, sum1), size);
  let rest = f32x4.splat(0);
  let square = f32x4.splat(0);
  for (from = x; from < end; from += rowBytes) {
    const distance = f32x4.sub(v128.load(from), rounded);
    rest = f32x4.add(rest, distance);
    square = f32x4.add(square, f32x4.mul(distance, distance));
  }
  const correction = f32x4.div(rest, size);
  const mean = f32x4.add(rounded, correction);
  square = f32x4.sub(square, f32x4.mul(rest, correction));
  if (before == 0) {
    v128.store(means, mean);
    v128.store(squares, square);
    return;
  }
  const soFar = v128.load(means);
  const apart = f32x4.sub(mean, soFar);
  v128.store(means, f32x4.add(soFar, f32x4.mul(apart, f32x4.splat(share))));
  const added = f32x4.add(square, f32x4.mul(f32x4.mul(apart, apart), f32x4.splat(spread)));
  v128.store(squares, f32x4.add(v128.load(squares), added));
}

// @ts-ignore: decorator
@inline
function merge_channel(
  x: usize,
  rowBytes: usize,
  count: i32,
  before: i32,
  share: f32,
  spread: f32,
  means: usize,
  squares: usize,
): void {
  const end = x + <usize>count * rowBytes;
  let sum: f32 = 0;
  for (let from = x; from < end; from += rowBytes) sum += load<f32>(from);
  const rounded = sum / <f32>count;
  let rest: f32 = 0;
  let square: f32 = 0;
  for (let from = x; from < end; from += rowBytes) {
    const distance = load<f32>(from) - rounded;
    rest += distance;
    square += distance * distance;
  }
  const correction = rest / <f32>count;
  const mean = rounded + correction;
  square -= rest * correction;
  const soFar: f32 = before == 0 ? 0 : load<f32>(means);
  const squaresSoFar: f32 = before == 0 ? 0 : load<f32>(squares);
  const apart = mean - soFar;
  store<f32>(means, before == 0 ? mean : soFar + apart * share);
  store<f32>(squares, before == 0 ? square : squaresSoFar + (square + apart * apart * spread));
}
