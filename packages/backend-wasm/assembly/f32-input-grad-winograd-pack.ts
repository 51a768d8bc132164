import { load_lanes } from './lanes';
import { Scratch } from './scratch';
import { transform_filter_taps } from './winograd-gradient-2d';

/** The arguments of `input_grad_winograd_pack`, after the scratch's. */
@unmanaged
export class InputGradWinogradPackArgs extends Scratch {
  /** `[3, 3, inChannels, outChannels]` */
  filter: usize;
  /** `[(tile + 2)², ceil8(inChannels) / 8, outChannels, 8]`, overwritten; the last panel is filled up with zeros */
  panels: usize;
  /** Output gradients that a tile covers in each direction, 2 or 4. */
  tile: i32;
  inChannels: i32;
  outChannels: i32;
}

/** The filter in Winograd's domain, G g Gᵀ, packed for `input_grad_winograd`. A chunk is a panel: eight input channels. */
export function input_grad_winograd_pack(args: InputGradWinogradPackArgs, chunk: i32, thread: i32): void {
  const tile = args.tile;
  const points = (tile + 2) * (tile + 2);
  const inChannels = args.inChannels;
  const outChannels = args.outChannels;
  const pointFloats = ((inChannels + 7) & ~7) * outChannels;
  const taps = args.scratchOf(thread);
  const half = taps + 144;
  const transformed = half + 288;
  const tapBytes = (<usize>(inChannels * outChannels)) << 2;
  for (let column = 0; column < 8; column++) {
    const channel = chunk * 8 + column;
    for (let depth = 0; depth < outChannels; depth += 4) {
      const lanes = min(4, outChannels - depth);
      let from = args.filter + ((<usize>(channel * outChannels + depth)) << 2);
      for (let tap: usize = 0; tap < 9; tap++) {
        v128.store(taps + (tap << 4), channel < inChannels ? load_lanes(from, lanes) : f32x4.splat(0));
        from += tapBytes;
      }
      transform_filter_taps(tile, taps, half, transformed, 16);
      for (let point = 0; point < points; point++) {
        const to = args.panels + ((<usize>(point * pointFloats + (chunk * outChannels + depth) * 8 + column)) << 2);
        const v = v128.load(transformed + ((<usize>point) << 4));
        v128.store_lane<f32>(to, v, 0);
        if (lanes > 1) v128.store_lane<f32>(to, v, 1, 32);
        if (lanes > 2) v128.store_lane<f32>(to, v, 2, 64);
        if (lanes > 3) v128.store_lane<f32>(to, v, 3, 96);
      }
    }
  }
}
