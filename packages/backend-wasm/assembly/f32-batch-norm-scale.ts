import { Scratch } from './scratch';

/** The arguments of `batch_norm_scale`, after the scratch's. */
@unmanaged
export class BatchNormScaleArgs extends Scratch {
  /** `[channels]` */
  variance: usize;
  /** `[channels]`; 0 for ones */
  gamma: usize;
  /** `[channels]`, overwritten */
  scale: usize;
  channels: i32;
  epsilon: f32;
}

/** What a batch normalisation multiplies with: gamma / √(variance + epsilon). */
export function batch_norm_scale(args: BatchNormScaleArgs): void {
  const end = (<usize>args.channels) << 2;
  for (let at: usize = 0; at < end; at += 4) {
    const gamma: f32 = args.gamma ? load<f32>(args.gamma + at) : 1;
    store<f32>(args.scale + at, gamma / sqrt<f32>(load<f32>(args.variance + at) + args.epsilon));
  }
}
