import { store_lanes } from './lanes';
import { Scratch } from './scratch';
import { untransform_filter_taps } from './winograd-gradient-2d';

/** The arguments of `filter_grad_winograd_reduce`, after the scratch's. */
@unmanaged
export class FilterGradWinogradReduceArgs extends Scratch {
  /** What `filter_grad_winograd` summed. */
  partials: usize;
  /** `[3, 3, inChannels, outChannels]`, overwritten */
  dfilter: usize;
  /** Outputs that a tile covers in each direction, 2 or 4. */
  tile: i32;
  groups: i32;
  inChannels: i32;
  outChannels: i32;
  /** Input channels in a chunk. */
  chunkChannels: i32;
}

/**
 * What `filter_grad_winograd` summed, added up over its groups and brought back from Winograd's domain: Gᵀ M G.
 * The scratch holds 72 vectors.
 */
export function filter_grad_winograd_reduce(args: FilterGradWinogradReduceArgs, chunk: i32, thread: i32): void {
  const tile = args.tile;
  const points = (tile + 2) * (tile + 2);
  const inChannels = args.inChannels;
  const outChannels = args.outChannels;
  const rowBytes = (<usize>((outChannels + 7) & ~7)) << 2;
  const pointBytes = <usize>((inChannels + 3) & ~3) * rowBytes + 64;
  const groupBytes = <usize>points * pointBytes;
  const sums = args.scratchOf(thread);
  const taps = sums + 576;
  const first = chunk * args.chunkChannels;
  for (let row = first; row < min(inChannels, first + args.chunkChannels); row++) {
    for (let column = 0; column < outChannels; column += 4) {
      let from = args.partials + <usize>row * rowBytes + ((<usize>column) << 2);
      for (let point: usize = 0; point < <usize>points; point++) {
        let sum = v128.load(from);
        let partial = from;
        for (let group = 1; group < args.groups; group++) {
          partial += groupBytes;
          sum = f32x4.add(sum, v128.load(partial));
        }
        v128.store(sums + (point << 4), sum);
        from += pointBytes;
      }
      untransform_filter_taps(tile, sums, taps, sums);
      let to = args.dfilter + ((<usize>(row * outChannels + column)) << 2);
      for (let tap: usize = 0; tap < 9; tap++) {
        store_lanes(to, v128.load(sums + (tap << 4)), min(4, outChannels - column));
        to += (<usize>(inChannels * outChannels)) << 2;
      }
    }
  }
}
