import { pack_panels } from './pack-panels';
import { Scratch } from './scratch';

/** The arguments of `conv2d_pack_gemm` and `conv2d_pack_winograd`, after the scratch's. */
@unmanaged
export class ConvPackArgs extends Scratch {
  /** [taps, inChannels, outChannels] */
  filter: usize;
  /** Overwritten. */
  packed: usize;
  taps: i32;
  inChannels: i32;
  outChannels: i32;
  /** Output pixels of a Winograd tile in a row and in a column; 0 for GEMM. */
  tileSize: i32;
}

/** Packs a filter for `conv2d_gemm`: [outChannels / 8][taps · inChannels][8]. A chunk is one panel of eight. */
export function conv2d_pack_gemm(args: ConvPackArgs, chunk: i32): void {
  const depth = args.taps * args.inChannels;
  const column = chunk * 8;
  const columns = min(8, args.outChannels - column);
  const from = args.filter + ((<usize>column) << 2);
  const to = args.packed + ((<usize>(column * depth)) << 2);
  pack_panels(from, args.outChannels, depth, columns, to);
}
