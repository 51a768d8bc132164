import { Merge } from './merge';
import { Scratch } from './scratch';

/** The arguments of `merge`, after the scratch's. */
@unmanaged
export class MergeArgs extends Scratch {
  /** [length] */
  x: usize;
  /** [length] */
  other: usize;
  /** [length], overwritten; may be one of the inputs */
  y: usize;
  length: i32;
  chunkLength: i32;
  merge: Merge;
}

/** y = x - other, x · other, or the larger of both; NaN where one of them is. */
export function merge(args: MergeArgs, chunk: i32, thread: i32): void {
  const first = <usize>(chunk * args.chunkLength);
  const end = min(<usize>args.length, first + args.chunkLength);
  const vectors = first + ((end - first) & ~3);
  for (let at = first; at < vectors; at += 4) {
    const x = v128.load(args.x + (at << 2));
    v128.store(args.y + (at << 2), merged(args.merge, x, v128.load(args.other + (at << 2))));
  }
  for (let at = vectors; at < end; at++) {
    const x = v128.load_splat<f32>(args.x + (at << 2));
    v128.store_lane<f32>(args.y + (at << 2), merged(args.merge, x, v128.load_splat<f32>(args.other + (at << 2))), 0);
  }
}

// @ts-ignore: decorator
@inline
function merged(merge: Merge, x: v128, other: v128): v128 {
  if (merge == Merge.subtract) return f32x4.sub(x, other);
  return merge == Merge.multiply ? f32x4.mul(x, other) : f32x4.max(x, other);
}
