import { ImageArgs } from './image-args';
import { combine_rows, reduce_row } from './pool-rows';

/** The arguments of `max_pool_2d` and `average_pool_2d`, after the scratch's. */
@unmanaged
export class Pool2DArgs extends ImageArgs {
  /** `[batch, inHeight, inWidth, channels]` */
  x: usize;
  /** `[batch, outHeight, outWidth, channels]`, overwritten */
  y: usize;
}

/** The largest value of each window, NaN left out (-Infinity where nothing is left), as on tfjs's cpu backend. */
export function max_pool_2d(args: Pool2DArgs, chunk: i32, thread: i32): void {
  pool_2d(args, chunk, thread, true);
}

/** The mean of each window's pixels that lie inside the image. */
export function average_pool_2d(args: Pool2DArgs, chunk: i32, thread: i32): void {
  pool_2d(args, chunk, thread, false);
}

/**
 * Both pools are separable: each row of the input is reduced once, to one pixel a window, and the rows of a window
 * are combined afterwards. Windows that overlap share the reduced rows, which stay in the scratch memory: a ring of
 * as many rows as a window is high, `outWidth * channels` floats each, rounded up to sixteen.
 */
// @ts-ignore: decorator
@inline
function pool_2d(args: Pool2DArgs, chunk: i32, thread: i32, max: bool): void {
  const geometry = args.geometry;
  const inHeight = args.inHeight;
  const lineBytes = (<usize>(args.inWidth * args.inChannels)) << 2;
  const rowBytes = (<usize>(args.outWidth * args.inChannels)) << 2;
  const ring = args.scratchOf(thread);
  const ringBytes = (rowBytes + 63) & ~63;
  const height = (args.filterHeight - 1) * args.dilationHeight + 1;
  const firstRow = args.firstRow(chunk);
  const endRow = args.endRow(chunk, args.outHeight);
  const endImage = args.endImage(chunk);

  for (let image = args.firstImage(chunk); image < endImage; image++) {
    const x = args.x + <usize>(image * inHeight) * lineBytes;
    let y = args.y + <usize>(image * args.outHeight + firstRow) * rowBytes;
    let reduced = 0;
    for (let outY = firstRow; outY < endRow; outY++) {
      const top = outY * args.strideHeight - args.padTop;
      const bottom = min(inHeight, top + height);
      reduced = reduced > top ? reduced : top > 0 ? top : 0;
      for (; reduced < bottom; reduced++) {
        const to = ring + <usize>(reduced % height) * ringBytes;
        reduce_row(geometry, x + <usize>reduced * lineBytes, to, max);
      }
      combine_rows(geometry, ring, ringBytes, height, top, y, rowBytes, max);
      y += rowBytes;
    }
  }
}
