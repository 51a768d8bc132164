import { activate } from './activate';
import { Activation } from './activation';
import { depthwise_row } from './depthwise-row';
import { copy_padded_row } from './depthwise-padding';
import { ImageArgs } from './image-args';

/** The arguments of `depthwise_conv2d`, after the geometry's. `outChannels` is `inChannels` times the multiplier. */
@unmanaged
export class DepthwiseArgs extends ImageArgs {
  /** `[batch, inHeight, inWidth, inChannels]` */
  x: usize;
  /** `[filterHeight, filterWidth, inChannels, multiplier]` */
  filter: usize;
  /** `[outChannels]`, or 0 */
  bias: usize;
  /** `[batch, outHeight, outWidth, outChannels]`, overwritten */
  y: usize;
  activation: Activation;
  /** Of leaky ReLU. */
  alpha: f32;
  /** `[outChannels]`, of PReLU; or 0 */
  alphas: usize;
  /** Whether rows are copied to the scratch memory first: where there is padding or a multiplier. */
  copies: i32;
}

/**
 * Convolves every channel with a filter of its own. Padding is made real, by copying each row of the input once to a
 * ring of as many rows as a window is high, with zeros around it and each channel as often as it has filters; so what
 * computes knows neither edges nor multipliers. The scratch memory holds the ring.
 */
export function depthwise_conv2d(args: DepthwiseArgs, chunk: i32, thread: i32): void {
  const inHeight = args.inHeight;
  const channels = args.outChannels;
  const lineBytes = (<usize>(args.inWidth * args.inChannels)) << 2;
  const outLineBytes = (<usize>(args.outWidth * channels)) << 2;
  const height = (args.filterHeight - 1) * args.dilationHeight + 1;
  const width = (args.outWidth - 1) * args.strideWidth + (args.filterWidth - 1) * args.dilationWidth + 1;
  const copies = args.copies != 0;
  const rowBytes = copies ? (<usize>(width * channels)) << 2 : lineBytes;
  const ring = args.scratchOf(thread);
  const firstRow = args.firstRow(chunk);
  const endRow = args.endRow(chunk, args.outHeight);
  const endImage = args.endImage(chunk);

  for (let image = args.firstImage(chunk); image < endImage; image++) {
    const x = args.x + <usize>(image * inHeight) * lineBytes;
    let y = args.y + <usize>(image * args.outHeight + firstRow) * outLineBytes;
    let copied = firstRow * args.strideHeight - args.padTop;
    for (let outY = firstRow; outY < endRow; outY++) {
      const top = outY * args.strideHeight - args.padTop;
      let rows = x + <usize>top * lineBytes;
      let first: usize = 0;
      let wrapBytes: usize = -1;
      if (copies) {
        for (copied = max(copied, top); copied < top + height; copied++) {
          const to = ring + <usize>((copied + args.padTop) % height) * rowBytes;
          const inside = <u32>copied < <u32>inHeight;
          copy_padded_row(args.geometry, inside ? x + <usize>copied * lineBytes : 0, to, width);
        }
        rows = ring;
        first = <usize>((top + args.padTop) % height) * rowBytes;
        wrapBytes = <usize>height * rowBytes;
      }
      depthwise_row(args.geometry, rows, first, rowBytes, wrapBytes, args.filter, args.bias, y);
      activate(args.activation, args.alpha, args.alphas, y, args.outWidth, channels, channels);
      y += outLineBytes;
    }
  }
}
