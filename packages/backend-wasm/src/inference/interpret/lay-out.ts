import type { ConcatenateOp, PermuteOp, SliceOp, UpSampleOp } from '../plan.ts';

/** @param inputs each `[pixels, its channels]` */
export function concatenate(
  { pixels, channels }: ConcatenateOp,
  inputs: readonly Float32Array[],
): Float32Array {
  const width = channels.reduce((sum, count) => sum + count, 0);
  const y = new Float32Array(pixels * width);
  let first = 0;
  for (const [index, input] of inputs.entries()) {
    const count = channels[index]!;
    for (let pixel = 0; pixel < pixels; pixel++) {
      y.set(input.subarray(pixel * count, (pixel + 1) * count), pixel * width + first);
    }
    first += count;
  }
  return y;
}

/** @param x `[pixels, channels]` @returns `[pixels, count]` */
export function slice({ pixels, channels, first, count }: SliceOp, x: Float32Array): Float32Array {
  const y = new Float32Array(pixels * count);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = pixel * channels + first;
    y.set(x.subarray(from, from + count), pixel * count);
  }
  return y;
}

/** @returns the same numbers, the axes in their new order */
export function permute({ sizes, order }: PermuteOp, x: Float32Array): Float32Array {
  const strides = sizes.map((_, axis) => sizes.slice(axis + 1).reduce((product, size) => product * size, 1));
  const y = new Float32Array(x.length);
  for (let at = 0; at < y.length; at++) {
    let rest = at;
    let from = 0;
    for (let axis = order.length - 1; axis >= 0; axis--) {
      const size = sizes[order[axis]!]!;
      from += (rest % size) * strides[order[axis]!]!;
      rest = Math.floor(rest / size);
    }
    y[at] = x[from]!;
  }
  return y;
}

/** @param x `[inHeight, inWidth, channels]` @returns `[inHeight · rows, inWidth · columns, channels]` */
export function upSample(
  { inHeight, inWidth, channels, rows, columns }: UpSampleOp,
  x: Float32Array,
): Float32Array {
  const width = inWidth * columns;
  const y = new Float32Array(inHeight * rows * width * channels);
  for (let row = 0; row < inHeight * rows; row++) {
    for (let column = 0; column < width; column++) {
      const from = (Math.floor(row / rows) * inWidth + Math.floor(column / columns)) * channels;
      y.set(x.subarray(from, from + channels), (row * width + column) * channels);
    }
  }
  return y;
}
