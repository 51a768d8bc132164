import { pack_panels_transposed } from './pack-panels';
import { Scratch } from './scratch';

/** The arguments of `input_grad_gemm_pack`, after the scratch's. */
@unmanaged
export class InputGradGemmPackArgs extends Scratch {
  /** `[taps, inChannels, outChannels]` */
  filter: usize;
  /** `[taps, ceil8(inChannels) / 8, outChannels, 8]`, overwritten; the last panel is filled up with zeros */
  panels: usize;
  inChannels: i32;
  outChannels: i32;
}

/** The filter packed for `input_grad_gemm`. A chunk is a tap. */
export function input_grad_gemm_pack(args: InputGradGemmPackArgs, chunk: i32, thread: i32): void {
  const inChannels = args.inChannels;
  const outChannels = args.outChannels;
  const tapFloats = <usize>outChannels * <usize>((inChannels + 7) & ~7);
  pack_panels_transposed(
    args.filter + ((<usize>(chunk * inChannels * outChannels)) << 2),
    outChannels,
    outChannels,
    inChannels,
    args.panels + ((<usize>chunk * tapFloats) << 2),
  );
}
