import { Scratch } from './scratch';

/** The arguments of `strided_copy`, after the scratch's. Sizes and strides of axes are in floats, outermost first. */
@unmanaged
export class StridedCopyArgs extends Scratch {
  x: usize;
  y: usize;
  size0: i32;
  size1: i32;
  size2: i32;
  size3: i32;
  size4: i32;
  xStride0: i32;
  xStride1: i32;
  xStride2: i32;
  xStride3: i32;
  xStride4: i32;
  yStride0: i32;
  yStride1: i32;
  yStride2: i32;
  yStride3: i32;
  yStride4: i32;
  /** Of all axes but the last, over all images. */
  rows: i32;
  chunkRows: i32;
  /** Floats from one image to the next. */
  xImage: i32;
  yImage: i32;
}

/** Copies numbers from one place to another of an array of five axes and an axis of images. */
export function strided_copy(args: StridedCopyArgs, chunk: i32, thread: i32): void {
  const first = chunk * args.chunkRows;
  const end = min(args.rows, first + args.chunkRows);
  const isWhole = args.xStride4 == 1 && args.yStride4 == 1;
  for (let row = first; row < end; row++) {
    let rest = row;
    const i3 = rest % args.size3;
    rest /= args.size3;
    const i2 = rest % args.size2;
    rest /= args.size2;
    const i1 = rest % args.size1;
    rest /= args.size1;
    const i0 = rest % args.size0;
    const image = rest / args.size0;
    let x =
      args.x +
      ((<usize>(
        (image * args.xImage + i0 * args.xStride0 + i1 * args.xStride1 + i2 * args.xStride2 + i3 * args.xStride3)
      )) <<
        2);
    let y =
      args.y +
      ((<usize>(
        (image * args.yImage + i0 * args.yStride0 + i1 * args.yStride1 + i2 * args.yStride2 + i3 * args.yStride3)
      )) <<
        2);
    if (isWhole) {
      memory.copy(y, x, (<usize>args.size4) << 2);
      continue;
    }
    const xBytes = (<usize>args.xStride4) << 2;
    const yBytes = (<usize>args.yStride4) << 2;
    for (let i4 = 0; i4 < args.size4; i4++) {
      store<f32>(y, load<f32>(x));
      x += xBytes;
      y += yBytes;
    }
  }
}
