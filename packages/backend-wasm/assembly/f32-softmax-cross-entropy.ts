import { exp } from './exp';
import { lane_sum, row_maximum } from './f32-softmax';
import { log } from './log';
import { Scratch } from './scratch';

/** The arguments of `softmax_cross_entropy`, after the scratch's. */
@unmanaged
export class SoftmaxCrossEntropyArgs extends Scratch {
  /** [rows, classes] */
  logits: usize;
  /** [rows], i32, each a class */
  labels: usize;
  /** [classes], how much a row of each class counts; 0 for all the same */
  classWeights: usize;
  /** [rows, classes], overwritten: the derivative of the mean loss by each logit */
  gradient: usize;
  /** [rows, 2], overwritten: the row's part of the mean loss, and 1 if its highest logit is its label's */
  parts: usize;
  rows: i32;
  classes: i32;
  chunkRows: i32;
  /** The share of a target that is spread over all classes. */
  smoothing: f32;
}

/** The cross-entropy of softmax(logits) with smoothed one-hot targets, its gradient, and which rows are right. */
export function softmax_cross_entropy(args: SoftmaxCrossEntropyArgs, chunk: i32, thread: i32): void {
  const first = chunk * args.chunkRows;
  const end = min(args.rows, first + args.chunkRows);
  const rowBytes = (<usize>args.classes) << 2;
  const total = total_weight(args);
  for (let row = first; row < end; row++) {
    const label = load<i32>(args.labels + ((<usize>row) << 2));
    const weight: f32 = args.classWeights ? load<f32>(args.classWeights + ((<usize>label) << 2)) : 1.0;
    const share: f32 = total == 0 ? 0.0 : <f32>(<f64>weight / total);
    const offset = <usize>row * rowBytes;
    const parts = args.parts + ((<usize>row) << 3);
    loss_of_row(args.logits + offset, rowBytes, label, share, args.smoothing, args.gradient + offset, parts);
  }
}

/** Of all rows, whichever chunk asks. */
function total_weight(args: SoftmaxCrossEntropyArgs): f64 {
  if (args.classWeights == 0) return <f64>args.rows;
  let total: f64 = 0;
  for (let row: usize = 0; row < <usize>args.rows; row++) {
    const label = <usize>load<i32>(args.labels + (row << 2));
    total += <f64>load<f32>(args.classWeights + (label << 2));
  }
  return total;
}

function loss_of_row(
  logits: usize,
  rowBytes: usize,
  label: i32,
  share: f32,
  smoothing: f32,
  gradient: usize,
  parts: usize,
): void {
  const vectors = rowBytes & ~15;
  const highest = row_maximum(logits, rowBytes);
  const labelAt = (<usize>label) << 2;
  let powers = f32x4.splat(0);
  let distances = f32x4.splat(0);
  let at: usize = 0;
  for (; at < vectors; at += 16) {
    const distance = f32x4.sub(v128.load(logits + at), highest);
    const power = exp(distance);
    v128.store(gradient + at, power);
    powers = f32x4.add(powers, power);
    distances = f32x4.add(distances, distance);
  }
  let sum = <f64>lane_sum(powers);
  let distanceSum = <f64>lane_sum(distances);
  for (; at < rowBytes; at += 4) {
    const distance = f32x4.sub(v128.load_splat<f32>(logits + at), highest);
    const power = exp(distance);
    v128.store_lane<f32>(gradient + at, power, 0);
    sum += <f64>f32x4.extract_lane(power, 0);
    distanceSum += <f64>f32x4.extract_lane(distance, 0);
  }

  const top = f32x4.extract_lane(highest, 0);
  const ownLogit = load<f32>(logits + labelAt);
  let loss = log(sum) - <f64>(1 - smoothing) * <f64>(ownLogit - top);
  const spread = smoothing / <f32>(rowBytes >> 2);
  // Where nothing is spread, a logit of -Infinity is no matter.
  if (spread != 0) loss -= <f64>spread * distanceSum;
  store<f32>(parts, <f32>(<f64>share * loss));
  store<f32>(parts, is_first_highest(logits, labelAt, top) ? <f32>1 : <f32>0, 4);

  // share · (probability - target), the target without its own class's 1 - smoothing first.
  const scale = f32x4.splat(<f32>(1 / sum));
  const shares = f32x4.splat(share);
  const spreads = f32x4.splat(spread);
  for (at = 0; at < vectors; at += 16) {
    const probability = f32x4.mul(v128.load(gradient + at), scale);
    v128.store(gradient + at, f32x4.mul(f32x4.sub(probability, spreads), shares));
  }
  for (; at < rowBytes; at += 4) {
    const probability = f32x4.mul(v128.load_splat<f32>(gradient + at), scale);
    v128.store_lane<f32>(gradient + at, f32x4.mul(f32x4.sub(probability, spreads), shares), 0);
  }
  store<f32>(gradient + labelAt, load<f32>(gradient + labelAt) - share * (1 - smoothing));
}

function is_first_highest(logits: usize, labelAt: usize, highest: f32): bool {
  if (load<f32>(logits + labelAt) != highest) return false;
  for (let at: usize = 0; at < labelAt; at += 4) {
    if (load<f32>(logits + at) == highest) return false;
  }
  return true;
}
