import { reduce_taps } from './reduce-taps';
import { Scratch } from './scratch';

/** The arguments of `global_max_pool` and `global_average_pool`, after the scratch's. */
@unmanaged
export class GlobalPoolArgs extends Scratch {
  /** `[batch, pixels, channels]` */
  x: usize;
  /** `[batch, channels]`, overwritten */
  y: usize;
  batch: i32;
  pixels: i32;
  channels: i32;
  chunkImages: i32;
}

/** The largest value of each channel of an image, NaN left out. */
export function global_max_pool(args: GlobalPoolArgs, chunk: i32): void {
  global_pool(args, chunk, true);
}

/** The mean of each channel of an image. */
export function global_average_pool(args: GlobalPoolArgs, chunk: i32): void {
  global_pool(args, chunk, false);
}

function global_pool(args: GlobalPoolArgs, chunk: i32, max: bool): void {
  const pixels = args.pixels;
  const pixelBytes = (<usize>args.channels) << 2;
  const scale: f32 = 1 / <f32>pixels;
  const first = chunk * args.chunkImages;
  const end = min(args.batch, first + args.chunkImages);
  for (let image = first; image < end; image++) {
    const x = args.x + <usize>(image * pixels) * pixelBytes;
    const y = args.y + <usize>image * pixelBytes;
    reduce_taps(x, 0, pixelBytes, -1, pixels, 0, 1, y, pixelBytes, scale, max);
  }
}
