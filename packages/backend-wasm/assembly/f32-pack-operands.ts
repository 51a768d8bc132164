import { pack_panels, pack_panels_transposed } from './pack-panels';
import { Scratch } from './scratch';

/** The arguments of `pack_columns` and `pack_rows`, after the scratch's. */
@unmanaged
export class PackOperandArgs extends Scratch {
  source: usize;
  packed: usize;
  /** Terms of each sum of the product: rows of B, columns of A. */
  depth: i32;
  /** Columns of B, or rows of A. */
  width: i32;
  /** Whether B lies as [width][depth], or A as [depth][width]. */
  transposed: i32;
  /** The part of the width that is a chunk, a multiple of 16. */
  chunkWidth: i32;
}

/** Packs B [depth][width] as [width / 8][depth][8], filled up with zeros. */
export function pack_columns(args: PackOperandArgs, chunk: i32, thread: i32): void {
  const first = <usize>(chunk * args.chunkWidth);
  const width = min(args.chunkWidth, args.width - <i32>first);
  const depth = args.depth;
  const packed = args.packed + ((first * <usize>depth) << 2);
  if (args.transposed) {
    pack_panels_transposed(args.source + ((first * <usize>depth) << 2), depth, depth, width, packed);
  } else {
    pack_panels(args.source + (first << 2), args.width, depth, width, packed);
  }
}

/** Packs A [width][depth] as [width / 4][depth][4]; what fills the last group up is undefined. */
export function pack_rows(args: PackOperandArgs, chunk: i32, thread: i32): void {
  const first = chunk * args.chunkWidth;
  const end = min(args.width, first + args.chunkWidth);
  if (args.transposed) pack_transposed_rows(args, first, end);
  else pack_plain_rows(args, first, end);
}

function pack_plain_rows(args: PackOperandArgs, first: i32, end: i32): void {
  const depth = args.depth;
  const rowBytes = (<usize>depth) << 2;
  for (let row = first; row < end; row += 4) {
    let from = args.source + <usize>row * rowBytes;
    let to = args.packed + <usize>row * rowBytes;
    let step = 0;
    if (end - row >= 4) {
      for (; step + 4 <= depth; step += 4) {
        const r0 = v128.load(from);
        const r1 = v128.load(from + rowBytes);
        const r2 = v128.load(from + rowBytes * 2);
        const r3 = v128.load(from + rowBytes * 3);
        const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
        const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
        const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
        const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
        v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
        v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 16);
        v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 32);
        v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 48);
        from += 16;
        to += 64;
      }
    }
    const rows = <usize>min(4, end - row);
    for (; step < depth; step++) {
      for (let i: usize = 0; i < rows; i++) store<f32>(to + (i << 2), load<f32>(from + i * rowBytes));
      from += 4;
      to += 16;
    }
  }
}

function pack_transposed_rows(args: PackOperandArgs, first: i32, end: i32): void {
  const depth = args.depth;
  const group = (<usize>depth) << 4;
  const rowBytes = (<usize>args.width) << 2;
  let row = first;
  // A cache line of every source row at a time.
  for (; row + 16 <= end; row += 16) {
    let from = args.source + ((<usize>row) << 2);
    let to = args.packed + ((<usize>row * <usize>depth) << 2);
    const stop = to + group;
    while (to != stop) {
      v128.store(to, v128.load(from));
      v128.store(to + group, v128.load(from, 16));
      v128.store(to + 2 * group, v128.load(from, 32));
      v128.store(to + 3 * group, v128.load(from, 48));
      from += rowBytes;
      to += 16;
    }
  }
  for (; row < end; row += 4) {
    const rows = (<usize>min(4, end - row)) << 2;
    let from = args.source + ((<usize>row) << 2);
    let to = args.packed + ((<usize>row * <usize>depth) << 2);
    for (let step = 0; step < depth; step++) {
      for (let at: usize = 0; at < rows; at += 4) store<f32>(to + at, load<f32>(from + at));
      from += rowBytes;
      to += 16;
    }
  }
}
