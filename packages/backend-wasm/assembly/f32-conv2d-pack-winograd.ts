import { copy_floats } from './copy-floats';
import { ConvPackArgs } from './f32-conv2d-pack-gemm';
import { winograd_filter } from './winograd-transforms';

/**
 * Transforms and packs a 3×3 filter for `conv2d_winograd`: [outChannels / 8][taps][inChannels][8], zeros for channels
 * that do not exist. A chunk is one panel of eight output channels. The scratch: nine vectors of weights, then the
 * transforms' workspace of 24 vectors.
 */
export function conv2d_pack_winograd(args: ConvPackArgs, chunk: i32, thread: i32): void {
  const side = args.tileSize + 2;
  const inChannels = args.inChannels;
  const outChannels = args.outChannels;
  const tapBytes = (<usize>inChannels) << 5;
  const planeBytes = (<usize>(inChannels * outChannels)) << 2;
  const weights = args.scratchOf(thread);
  const between = weights + 144;
  let to = args.packed + <usize>(chunk * side * side) * tapBytes;

  for (let channel = 0; channel < inChannels; channel++) {
    for (let half = 0; half < 8; half += 4) {
      const column = chunk * 8 + half;
      const lanes = max(0, min(4, outChannels - column));
      let from = args.filter + ((<usize>(channel * outChannels + column)) << 2);
      let weightBytes = planeBytes;
      if (lanes < 4) {
        for (let tap: usize = 0; tap < 9; tap++) {
          v128.store(weights + (tap << 4), f32x4.splat(0));
          copy_floats(weights + (tap << 4), from + tap * planeBytes, (<usize>lanes) << 2);
        }
        from = weights;
        weightBytes = 16;
      }
      const at = to + ((<usize>half) << 2);
      winograd_filter(args.tileSize, from, weightBytes, between, at, tapBytes);
    }
    to += 32;
  }
}
