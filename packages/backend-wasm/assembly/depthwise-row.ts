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
  const three = geometry.filterHeight == 3 && geometry.filterWidth == 3;
  for (let channel = 0; channel < channels; channel += 4) {
    // The last four may overlap those before: the same values are written again.
    const at = (<usize>min(channel, channels - 4)) << 2;
    const start = bias ? v128.load(bias + at) : f32x4.splat(0);
    if (three) {
      const second = wrapped(first + downBytes, wrapBytes);
      const third = wrapped(second + downBytes, wrapBytes);
      row_3x3(
        rows + first + at,
        rows + second + at,
        rows + third + at,
        tapBytes,
        stepBytes,
        filter + at,
        pixelBytes,
        start,
        y + at,
        outWidth,
      );
      continue;
    }
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

// Four channels of a row, the nine weights in registers.
// @ts-ignore: decorator
@inline
function row_3x3(
  row0: usize,
  row1: usize,
  row2: usize,
  tapBytes: usize,
  stepBytes: usize,
  filter: usize,
  filterBytes: usize,
  start: v128,
  to: usize,
  outWidth: i32,
): void {
  const w0 = v128.load(filter);
  const w1 = v128.load(filter + filterBytes);
  const w2 = v128.load(filter + filterBytes * 2);
  const w3 = v128.load(filter + filterBytes * 3);
  const w4 = v128.load(filter + filterBytes * 4);
  const w5 = v128.load(filter + filterBytes * 5);
  const w6 = v128.load(filter + filterBytes * 6);
  const w7 = v128.load(filter + filterBytes * 7);
  const w8 = v128.load(filter + filterBytes * 8);
  if (stepBytes == tapBytes) {
    // Neighbours share columns: each column is loaded once, and adds to the three outputs that it is under.
    let a = multiply_add(v128.load(row0), w0, start);
    a = multiply_add(v128.load(row1), w3, a);
    a = multiply_add(v128.load(row2), w6, a);
    row0 += stepBytes;
    row1 += stepBytes;
    row2 += stepBytes;
    let x0 = v128.load(row0);
    let x1 = v128.load(row1);
    let x2 = v128.load(row2);
    a = multiply_add(x0, w1, a);
    a = multiply_add(x1, w4, a);
    a = multiply_add(x2, w7, a);
    let b = multiply_add(x0, w0, start);
    b = multiply_add(x1, w3, b);
    b = multiply_add(x2, w6, b);
    for (; outWidth > 0; outWidth--) {
      row0 += stepBytes;
      row1 += stepBytes;
      row2 += stepBytes;
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
      to += filterBytes;
    }
    return;
  }
  if (stepBytes == tapBytes << 1) {
    // The last column of one output is the first of the next.
    let x0 = v128.load(row0);
    let x1 = v128.load(row1);
    let x2 = v128.load(row2);
    for (; outWidth > 0; outWidth--) {
      let a = multiply_add(x0, w0, start);
      a = multiply_add(x1, w3, a);
      a = multiply_add(x2, w6, a);
      a = multiply_add(v128.load(row0 + tapBytes), w1, a);
      a = multiply_add(v128.load(row1 + tapBytes), w4, a);
      a = multiply_add(v128.load(row2 + tapBytes), w7, a);
      row0 += stepBytes;
      row1 += stepBytes;
      row2 += stepBytes;
      x0 = v128.load(row0);
      x1 = v128.load(row1);
      x2 = v128.load(row2);
      a = multiply_add(x0, w2, a);
      a = multiply_add(x1, w5, a);
      v128.store(to, multiply_add(x2, w8, a));
      to += filterBytes;
    }
    return;
  }
  const twoTaps = tapBytes << 1;
  for (; outWidth > 0; outWidth--) {
    let a = multiply_add(v128.load(row0), w0, start);
    a = multiply_add(v128.load(row0 + tapBytes), w1, a);
    a = multiply_add(v128.load(row0 + twoTaps), w2, a);
    a = multiply_add(v128.load(row1), w3, a);
    a = multiply_add(v128.load(row1 + tapBytes), w4, a);
    a = multiply_add(v128.load(row1 + twoTaps), w5, a);
    a = multiply_add(v128.load(row2), w6, a);
    a = multiply_add(v128.load(row2 + tapBytes), w7, a);
    a = multiply_add(v128.load(row2 + twoTaps), w8, a);
    v128.store(to, a);
    row0 += stepBytes;
    row1 += stepBytes;
    row2 += stepBytes;
    to += filterBytes;
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
