import { Scratch } from './scratch';

/** The arguments of `segment_sum`, after the scratch's. */
@unmanaged
export class SegmentSumArgs extends Scratch {
  /** [rows, columns] */
  x: usize;
  /** [rows], i32, in any order */
  ids: usize;
  /** [segments, columns], overwritten */
  out: usize;
  rows: i32;
  columns: i32;
  segments: i32;
  /** Columns in a chunk, a multiple of four. */
  chunkColumns: i32;
}

/** Adds up the rows of a matrix by segment: out[ids[row]] += x[row]. Rows whose id is not a segment are left out. */
export function segment_sum(args: SegmentSumArgs, chunk: i32, thread: i32): void {
  const first = chunk * args.chunkColumns;
  const width = (<usize>min(args.chunkColumns, args.columns - first)) << 2;
  const vectors = width & ~15;
  const rowBytes = (<usize>args.columns) << 2;
  const segments = args.segments;
  const out = args.out + ((<usize>first) << 2);
  let x = args.x + ((<usize>first) << 2);

  for (let segment = 0; segment < segments; segment++) {
    const to = out + <usize>segment * rowBytes;
    let at: usize = 0;
    for (; at < vectors; at += 16) v128.store(to + at, f32x4.splat(0));
    for (; at < width; at += 4) store<f32>(to + at, 0);
  }
  for (let row = 0; row < args.rows; row++) {
    const segment = load<i32>(args.ids + ((<usize>row) << 2));
    if (<u32>segment < <u32>segments) {
      const to = out + <usize>segment * rowBytes;
      let at: usize = 0;
      for (; at < vectors; at += 16) {
        v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(x + at)));
      }
      for (; at < width; at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(x + at));
    }
    x += rowBytes;
  }
}
