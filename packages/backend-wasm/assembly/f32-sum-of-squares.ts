import { Scratch } from './scratch';

/** The arguments of `sum_of_squares`, after the scratch's. */
@unmanaged
export class SumOfSquaresArgs extends Scratch {
  /** [length] */
  x: usize;
  /** [chunks], f64 each, overwritten */
  out: usize;
  length: i32;
  /** A multiple of four. */
  chunkLength: i32;
}

/** Σ x² of each chunk, in double precision, so that neither many nor large numbers are lost. */
export function sum_of_squares(args: SumOfSquaresArgs, chunk: i32, thread: i32): void {
  const first = chunk * args.chunkLength;
  const end = min(args.length, first + args.chunkLength);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let index = first;
  for (; index + 4 <= end; index += 4) {
    const x = v128.load(args.x + ((<usize>index) << 2));
    const left = f64x2.promote_low_f32x4(x);
    const right = f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 0, 1));
    low = f64x2.add(low, f64x2.mul(left, left));
    high = f64x2.add(high, f64x2.mul(right, right));
  }
  const sums = f64x2.add(low, high);
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; index < end; index++) {
    const x = <f64>load<f32>(args.x + ((<usize>index) << 2));
    sum += x * x;
  }
  store<f64>(args.out + ((<usize>chunk) << 3), sum);
}
