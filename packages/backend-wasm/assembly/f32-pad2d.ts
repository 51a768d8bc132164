import { Scratch } from './scratch';

/** The arguments of `pad2d`, after the scratch's. */
@unmanaged
export class Pad2DArgs extends Scratch {
  /** [batch, inHeight, inWidth, channels] */
  x: usize;
  /** [batch, outHeight, outWidth, channels], overwritten */
  y: usize;
  inHeight: i32;
  outHeight: i32;
  top: i32;
  /** Floats of a row of x, and of the zeros before and after it. */
  rowLength: i32;
  leftLength: i32;
  rightLength: i32;
  /** Rows of y, over all images. */
  rows: i32;
  chunkRows: i32;
}

/** Puts a frame of zeros around images. */
export function pad2d(args: Pad2DArgs, chunk: i32, thread: i32): void {
  const first = chunk * args.chunkRows;
  const end = min(args.rows, first + args.chunkRows);
  const rowBytes = (<usize>args.rowLength) << 2;
  const leftBytes = (<usize>args.leftLength) << 2;
  const rightBytes = (<usize>args.rightLength) << 2;
  const outBytes = leftBytes + rowBytes + rightBytes;
  let y = args.y + <usize>first * outBytes;
  for (let row = first; row < end; row++) {
    const image = row / args.outHeight;
    const inRow = row - image * args.outHeight - args.top;
    if (inRow < 0 || inRow >= args.inHeight) {
      memory.fill(y, 0, outBytes);
    } else {
      if (leftBytes) memory.fill(y, 0, leftBytes);
      const from = args.x + <usize>(image * args.inHeight + inRow) * rowBytes;
      memory.copy(y + leftBytes, from, rowBytes);
      if (rightBytes) memory.fill(y + leftBytes + rowBytes, 0, rightBytes);
    }
    y += outBytes;
  }
}
