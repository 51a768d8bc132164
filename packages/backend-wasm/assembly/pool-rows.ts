import { ConvGeometry } from './conv-geometry';
import { reduce_taps } from './reduce-taps';

/**
 * Reduces one row of the input to a pixel a window: the largest value, or the sum. Where a window hangs over the edge,
 * the sum is made as large as a full window's would be.
 *
 * @param line [inWidth, channels]
 * @param to   [outWidth, channels], overwritten
 */
export function reduce_row(geometry: ConvGeometry, line: usize, to: usize, max: bool): void {
  const inWidth = geometry.inWidth;
  const outWidth = geometry.outWidth;
  const taps = geometry.filterWidth;
  const stride = geometry.strideWidth;
  const dilation = geometry.dilationWidth;
  const width = (taps - 1) * dilation + 1;
  const pixelBytes = (<usize>geometry.inChannels) << 2;
  const tapBytes = <usize>dilation * pixelBytes;

  let left = -geometry.padLeft;
  for (let outX = 0; outX < outWidth; ) {
    let tap = 0;
    let end = taps;
    let count = 1;
    if (left >= 0 && left + width <= inWidth) {
      count = min(outWidth - outX, (inWidth - width - left) / stride + 1);
    } else {
      while (tap < end && left + tap * dilation < 0) tap++;
      while (end > tap && left + (end - 1) * dilation >= inWidth) end--;
    }
    const from = line + <usize>(left + tap * dilation) * pixelBytes;
    const scale = <f32>taps / <f32>(end - tap);
    const strideBytes = <usize>stride * pixelBytes;
    reduce_taps(from, 0, tapBytes, -1, end - tap, strideBytes, count, to, pixelBytes, scale, max);
    outX += count;
    left += count * stride;
    to += <usize>count * pixelBytes;
  }
}

/**
 * Combines the reduced rows under a row of windows.
 *
 * @param ring `height` rows of `ringBytes`; row y of the input lies at y % height
 * @param top  the first row of the windows; may lie above the image
 * @param y    `rowBytes` bytes, overwritten
 */
export function combine_rows(
  geometry: ConvGeometry,
  ring: usize,
  ringBytes: usize,
  height: i32,
  top: i32,
  y: usize,
  rowBytes: usize,
  max: bool,
): void {
  const dilation = geometry.dilationHeight;
  let taps = geometry.filterHeight;
  while (taps > 0 && top < 0) {
    top += dilation;
    taps--;
  }
  while (taps > 0 && top + (taps - 1) * dilation >= geometry.inHeight) taps--;
  const first = <usize>(top % height) * ringBytes;
  const wrap = <usize>height * ringBytes;
  const scale: f32 = 1 / <f32>(taps * geometry.filterWidth);
  reduce_taps(ring, first, <usize>dilation * ringBytes, wrap, taps, 0, 1, y, rowBytes, scale, max);
}
