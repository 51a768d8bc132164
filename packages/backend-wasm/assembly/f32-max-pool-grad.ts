import { ConvGeometry } from './conv-geometry';

/**
 * The gradient of max pooling: every output gradient goes to the largest input of its window, to the first of them
 * if several are equal, as in tfjs. A window without its own maximum (NaN) gives its gradient to its first pixel.
 *
 * @param x  [batch, inHeight, inWidth, channels]
 * @param y  [batch, outHeight, outWidth, channels], the maxima
 * @param dy [batch, outHeight, outWidth, channels]
 * @param dx [batch, inHeight, inWidth, channels], overwritten
 */
export function f32_max_pool_grad(geometry: ConvGeometry, x: usize, y: usize, dy: usize, dx: usize): void {
  const channels = geometry.inChannels;
  const pixelBytes = (<usize>channels) << 2;
  const vectorBytes = (<usize>(channels & ~3)) << 2;
  const inHeight = geometry.inHeight;
  const inWidth = geometry.inWidth;
  const dilationHeight = geometry.dilationHeight;
  const dilationWidth = geometry.dilationWidth;
  const lastRow = (geometry.filterHeight - 1) * dilationHeight;
  const lastColumn = (geometry.filterWidth - 1) * dilationWidth;
  const imageBytes = <usize>(inHeight * inWidth) * pixelBytes;

  memory.fill(dx, 0, <usize>geometry.batch * imageBytes);

  for (let image = 0; image < geometry.batch; image++) {
    for (let outY = 0; outY < geometry.outHeight; outY++) {
      const top = outY * geometry.strideHeight - geometry.padTop;
      for (let outX = 0; outX < geometry.outWidth; outX++) {
        const left = outX * geometry.strideWidth - geometry.padLeft;
        const firstOffset = first_inside(top, dilationHeight) * inWidth + first_inside(left, dilationWidth);
        let at: usize = 0;
        for (; at < vectorBytes; at += 16) {
          const maximum = v128.load(y + at);
          let winner = i32x4.splat(firstOffset * <i32>pixelBytes);
          // From the last position to the first, so that the first of equals is written last.
          for (let row = lastRow; row >= 0; row -= dilationHeight) {
            const inY = top + row;
            if (<u32>inY >= <u32>inHeight) continue;
            for (let column = lastColumn; column >= 0; column -= dilationWidth) {
              const inX = left + column;
              if (<u32>inX >= <u32>inWidth) continue;
              const offset = (inY * inWidth + inX) * <i32>pixelBytes;
              const equal = f32x4.eq(v128.load(x + <usize>offset + at), maximum);
              winner = v128.bitselect(i32x4.splat(offset), winner, equal);
            }
          }
          const gradient = v128.load(dy + at);
          const to = dx + at;
          add_to(to + <usize>i32x4.extract_lane(winner, 0), f32x4.extract_lane(gradient, 0));
          add_to(to + <usize>i32x4.extract_lane(winner, 1) + 4, f32x4.extract_lane(gradient, 1));
          add_to(to + <usize>i32x4.extract_lane(winner, 2) + 8, f32x4.extract_lane(gradient, 2));
          add_to(to + <usize>i32x4.extract_lane(winner, 3) + 12, f32x4.extract_lane(gradient, 3));
        }
        for (; at < pixelBytes; at += 4) {
          const maximum = load<f32>(y + at);
          let winner = firstOffset * <i32>pixelBytes;
          for (let row = lastRow; row >= 0; row -= dilationHeight) {
            const inY = top + row;
            if (<u32>inY >= <u32>inHeight) continue;
            for (let column = lastColumn; column >= 0; column -= dilationWidth) {
              const inX = left + column;
              if (<u32>inX >= <u32>inWidth) continue;
              const offset = (inY * inWidth + inX) * <i32>pixelBytes;
              if (load<f32>(x + <usize>offset + at) == maximum) winner = offset;
            }
          }
          add_to(dx + at + <usize>winner, load<f32>(dy + at));
        }
        y += pixelBytes;
        dy += pixelBytes;
      }
    }
    x += imageBytes;
    dx += imageBytes;
  }
}

// @ts-ignore: decorator
@inline
function add_to(target: usize, value: f32): void {
  store<f32>(target, load<f32>(target) + value);
}

// The first of the positions start, start + step … that is not negative.
// @ts-ignore: decorator
@inline
function first_inside(start: i32, step: i32): i32 {
  return start >= 0 ? start : start + ((-start + step - 1) / step) * step;
}
