import { ConvGeometry } from './conv-geometry';
import { multiply_add } from './multiply-add';

/**
 * One row of outputs of a depthwise convolution, from rows that need no padding and have a channel for every filter.
 *
 * @param rows      where offset 0 lies
 * @param first     the offset of the windows' first row; offsets that reach `wrapBytes` start again from 0
 * @param rowBytes  from a row to the next
 * @param bias      [outChannels], or 0
 * @param y         [outWidth, outChannels], overwritten
 */
export function depthwise_row(
  geometry: ConvGeometry,
  rows: usize,
  first: usize,
  rowBytes: usize,
  wrapBytes: usize,
  filter: usize,
  bias: usize,
  y: usize,
): void {
  const channels = geometry.outChannels;
  const pixelBytes = (<usize>channels) << 2;
  const stepBytes = <usize>geometry.strideWidth * pixelBytes;
  const downBytes = <usize>geometry.dilationHeight * rowBytes;
  const tapBytes = <usize>geometry.dilationWidth * pixelBytes;
  const outWidth = geometry.outWidth;
  if (channels < 4) {
    for (let channel = 0; channel < channels; channel++) {
      narrow_row(geometry, rows, first, downBytes, wrapBytes, filter, bias, y, channel);
    }
    return;
  }
  if (is_close_3x3(geometry)) {
    const second = wrapped(first + downBytes, wrapBytes);
    const third = wrapped(second + downBytes, wrapBytes);
    depthwise_row_3x3(
      geometry,
      rows + first,
      rows + second,
      rows + third,
      false,
      false,
      filter,
      bias,
      y,
    );
    return;
  }
  for (let channel = 0; channel < channels; channel += 4) {
    // The last four may overlap those before: the same values are written again.
    const at = (<usize>min(channel, channels - 4)) << 2;
    const start = bias ? v128.load(bias + at) : f32x4.splat(0);
    let to = y + at;
    let left = rows + at;
    for (let outX = 0; outX < outWidth; outX++) {
      let sum = start;
      let weight = filter + at;
      let row = first;
      for (let tapY = geometry.filterHeight; tapY > 0; tapY--) {
        let from = left + row;
        for (let tapX = geometry.filterWidth; tapX > 0; tapX--) {
          sum = multiply_add(v128.load(from), v128.load(weight), sum);
          from += tapBytes;
          weight += pixelBytes;
        }
        row = wrapped(row + downBytes, wrapBytes);
      }
      v128.store(to, sum);
      left += stepBytes;
      to += pixelBytes;
    }
  }
}

// @ts-ignore: decorator
@inline
function wrapped(offset: usize, wrapBytes: usize): usize {
  return offset >= wrapBytes ? offset - wrapBytes : offset;
}

// @ts-ignore: decorator
@inline
function is_close_3x3(geometry: ConvGeometry): bool {
  return (
    geometry.filterHeight == 3 &&
    geometry.filterWidth == 3 &&
    geometry.dilationWidth == 1 &&
    geometry.strideWidth <= 2
  );
}

/**
 * One row of outputs of 3×3 windows with strides of one or two, of four channels or more.
 *
 * @param row0    the first column of the windows' first row; of padding, it is not read
 * @param isLeft  whether the first column is padding
 * @param isRight whether the last column is
 */
export function depthwise_row_3x3(
  geometry: ConvGeometry,
  row0: usize,
  row1: usize,
  row2: usize,
  isLeft: bool,
  isRight: bool,
  filter: usize,
  bias: usize,
  y: usize,
): void {
  const channels = geometry.outChannels;
  const pixelBytes = (<usize>channels) << 2;
  for (let channel = 0; channel < channels; channel += 4) {
    // The last four may overlap those before: the same values are written again.
    const at = (<usize>min(channel, channels - 4)) << 2;
    four_channels_3x3(
      row0 + at,
      row1 + at,
      row2 + at,
      isLeft,
      isRight,
      geometry.strideWidth == 2,
      pixelBytes,
      filter + at,
      bias ? v128.load(bias + at) : f32x4.splat(0),
      y + at,
      geometry.outWidth,
    );
  }
}

// The nine weights in registers.
// @ts-ignore: decorator
@inline
function four_channels_3x3(
  row0: usize,
  row1: usize,
  row2: usize,
  isLeft: bool,
  isRight: bool,
  hasStride: bool,
  pixelBytes: usize,
  filter: usize,
  start: v128,
  to: usize,
  outWidth: i32,
): void {
  const zero = f32x4.splat(0);
  const w0 = v128.load(filter);
  const w1 = v128.load(filter + pixelBytes);
  const w2 = v128.load(filter + pixelBytes * 2);
  const w3 = v128.load(filter + pixelBytes * 3);
  const w4 = v128.load(filter + pixelBytes * 4);
  const w5 = v128.load(filter + pixelBytes * 5);
  const w6 = v128.load(filter + pixelBytes * 6);
  const w7 = v128.load(filter + pixelBytes * 7);
  const w8 = v128.load(filter + pixelBytes * 8);
  if (!hasStride) {
    // Neighbours share columns: each column is loaded once, and adds to the three outputs that it is under.
    let x0 = isLeft ? zero : v128.load(row0);
    let x1 = isLeft ? zero : v128.load(row1);
    let x2 = isLeft ? zero : v128.load(row2);
    let a = multiply_add(x0, w0, start);
    a = multiply_add(x1, w3, a);
    a = multiply_add(x2, w6, a);
    row0 += pixelBytes;
    row1 += pixelBytes;
    row2 += pixelBytes;
    x0 = v128.load(row0);
    x1 = v128.load(row1);
    x2 = v128.load(row2);
    a = multiply_add(x0, w1, a);
    a = multiply_add(x1, w4, a);
    a = multiply_add(x2, w7, a);
    let b = multiply_add(x0, w0, start);
    b = multiply_add(x1, w3, b);
    b = multiply_add(x2, w6, b);
    for (outWidth -= <i32>isRight; outWidth > 0; outWidth--) {
      row0 += pixelBytes;
      row1 += pixelBytes;
      row2 += pixelBytes;
      x0 = v128.load(row0);
      a = multiply_add(x0, w2, a);
      b = multiply_add(x0, w1, b);
      let c = multiply_add(x0, w0, start);
      x1 = v128.load(row1);
      a = multiply_add(x1, w5, a);
      b = multiply_add(x1, w4, b);
      c = multiply_add(x1, w3, c);
      x2 = v128.load(row2);
      v128.store(to, multiply_add(x2, w8, a));
      a = multiply_add(x2, w7, b);
      b = multiply_add(x2, w6, c);
      to += pixelBytes;
    }
    if (isRight) {
      a = multiply_add(zero, w2, a);
      a = multiply_add(zero, w5, a);
      v128.store(to, multiply_add(zero, w8, a));
    }
    return;
  }
  // The last column of one output is the first of the next.
  let x0 = isLeft ? zero : v128.load(row0);
  let x1 = isLeft ? zero : v128.load(row1);
  let x2 = isLeft ? zero : v128.load(row2);
  for (; outWidth > 0; outWidth--) {
    const isLast = isRight && outWidth == 1;
    let a = multiply_add(x0, w0, start);
    a = multiply_add(x1, w3, a);
    a = multiply_add(x2, w6, a);
    a = multiply_add(v128.load(row0 + pixelBytes), w1, a);
    a = multiply_add(v128.load(row1 + pixelBytes), w4, a);
    a = multiply_add(v128.load(row2 + pixelBytes), w7, a);
    row0 += pixelBytes << 1;
    row1 += pixelBytes << 1;
    row2 += pixelBytes << 1;
    x0 = isLast ? zero : v128.load(row0);
    x1 = isLast ? zero : v128.load(row1);
    x2 = isLast ? zero : v128.load(row2);
    a = multiply_add(x0, w2, a);
    a = multiply_add(x1, w5, a);
    v128.store(to, multiply_add(x2, w8, a));
    to += pixelBytes;
  }
}

// One channel, where there are fewer than four.
function narrow_row(
  geometry: ConvGeometry,
  rows: usize,
  first: usize,
  downBytes: usize,
  wrapBytes: usize,
  filter: usize,
  bias: usize,
  y: usize,
  channel: i32,
): void {
  const pixelBytes = (<usize>geometry.outChannels) << 2;
  const at = (<usize>channel) << 2;
  const start: f32 = bias ? load<f32>(bias + at) : 0;
  let left = rows + at;
  for (let outX = 0; outX < geometry.outWidth; outX++) {
    let sum = start;
    let weight = filter + at;
    let row = first;
    for (let tapY = geometry.filterHeight; tapY > 0; tapY--) {
      let from = left + row;
      for (let tapX = geometry.filterWidth; tapX > 0; tapX--) {
        sum += load<f32>(from) * load<f32>(weight);
        from += <usize>geometry.dilationWidth * pixelBytes;
        weight += pixelBytes;
      }
      row = wrapped(row + downBytes, wrapBytes);
    }
    store<f32>(y + at, sum);
    left += <usize>geometry.strideWidth * pixelBytes;
    y += pixelBytes;
  }
}
