import { activate } from './activate';
import { Activation } from './activation';
import { copy_padded_row, zero_floats } from './depthwise-padding';
import { DepthwiseReading } from './depthwise-reading';
import { depthwise_row, depthwise_row_3x3 } from './depthwise-row';
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
  reading: DepthwiseReading;
}

/**
 * Convolves every channel with a filter of its own.
 *
 * `DepthwiseReading.copied` makes padding real, by copying each row of the input once to a ring of as many rows as a window is
 * high, with zeros around it and each channel as often as it has filters; so what computes knows neither edges nor
 * multipliers. The scratch memory holds the ring; for `padded3x3` a row of zeros.
 */
export function depthwise_conv2d(args: DepthwiseArgs, chunk: i32, thread: i32): void {
  const inHeight = args.inHeight;
  const channels = args.outChannels;
  const lineBytes = (<usize>(args.inWidth * args.inChannels)) << 2;
  const outLineBytes = (<usize>(args.outWidth * channels)) << 2;
  if (args.reading == DepthwiseReading.padded3x3) {
    convolve_padded(args, chunk, thread);
    return;
  }
  const height = (args.filterHeight - 1) * args.dilationHeight + 1;
  const width = (args.outWidth - 1) * args.strideWidth + (args.filterWidth - 1) * args.dilationWidth + 1;
  const copies = args.reading == DepthwiseReading.copied;
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

function convolve_padded(args: DepthwiseArgs, chunk: i32, thread: i32): void {
  const inHeight = args.inHeight;
  const channels = args.outChannels;
  const pixelBytes = (<usize>channels) << 2;
  const lineBytes = <usize>args.inWidth * pixelBytes;
  const before = <usize>args.padLeft * pixelBytes;
  const isBeyond = (args.outWidth - 1) * args.strideWidth + 3 > args.padLeft + args.inWidth;
  const firstRow = args.firstRow(chunk);
  const endRow = args.endRow(chunk, args.outHeight);
  const zeros = args.scratchOf(thread);
  zero_floats(zeros, zeros + lineBytes);

  for (let image = args.firstImage(chunk); image < args.endImage(chunk); image++) {
    const x = args.x + <usize>(image * inHeight) * lineBytes;
    let y = args.y + <usize>((image * args.outHeight + firstRow) * args.outWidth) * pixelBytes;
    for (let outY = firstRow; outY < endRow; outY++) {
      const top = outY * args.strideHeight - args.padTop;
      depthwise_row_3x3(
        args.geometry,
        row_at(x, top, inHeight, lineBytes, zeros) - before,
        row_at(x, top + 1, inHeight, lineBytes, zeros) - before,
        row_at(x, top + 2, inHeight, lineBytes, zeros) - before,
        args.padLeft != 0,
        isBeyond,
        args.filter,
        args.bias,
        y,
      );
      activate(args.activation, args.alpha, args.alphas, y, args.outWidth, channels, channels);
      y += <usize>args.outWidth * pixelBytes;
    }
  }
}

// @ts-ignore: decorator
@inline
function row_at(x: usize, row: i32, height: i32, lineBytes: usize, zeros: usize): usize {
  return <u32>row < <u32>height ? x + <usize>row * lineBytes : zeros;
}
