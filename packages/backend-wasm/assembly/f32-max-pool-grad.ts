import { ConvGeometry } from './conv-geometry';

/**
 * The gradient of max pooling: every output gradient goes to the largest input of its window, to the first of them
 * if several are equal (as tfjs and XNNPACK have it).
 *
 * @param x  [batch, inHeight, inWidth, channels]
 * @param dy [batch, outHeight, outWidth, channels]
 * @param dx [batch, inHeight, inWidth, channels], overwritten
 */
export function f32_max_pool_grad(geometry: ConvGeometry, x: usize, dy: usize, dx: usize): void {
  const channels = geometry.inChannels;
  const pixelBytes = <usize>channels << 2;
  const vectorBytes = <usize>(channels & ~3) << 2;
  const inHeight = geometry.inHeight;
  const inWidth = geometry.inWidth;
  const dilationHeight = geometry.dilationHeight;
  const dilationWidth = geometry.dilationWidth;
  const imageBytes = <usize>(inHeight * inWidth) * pixelBytes;

  memory.fill(dx, 0, <usize>geometry.batch * imageBytes);

  for (let image = 0; image < geometry.batch; image++) {
    for (let outY = 0; outY < geometry.outHeight; outY++) {
      // The part of the window that lies inside the image.
      const top = outY * geometry.strideHeight - geometry.padTop;
      const bottom = min(inHeight, top + (geometry.filterHeight - 1) * dilationHeight + 1);
      const firstY = top < 0 ? top + ((-top + dilationHeight - 1) / dilationHeight) * dilationHeight : top;
      for (let outX = 0; outX < geometry.outWidth; outX++) {
        const left = outX * geometry.strideWidth - geometry.padLeft;
        const right = min(inWidth, left + (geometry.filterWidth - 1) * dilationWidth + 1);
        const firstX = left < 0 ? left + ((-left + dilationWidth - 1) / dilationWidth) * dilationWidth : left;
        const firstOffset = <usize>(firstY * inWidth + firstX) * pixelBytes;
        let at: usize = 0;
        for (; at < vectorBytes; at += 16) {
          let best = v128.load(x + firstOffset + at);
          let bestOffset = i32x4.splat(<i32>firstOffset);
          for (let y = firstY; y < bottom; y += dilationHeight) {
            for (let column = firstX; column < right; column += dilationWidth) {
              const offset = <usize>(y * inWidth + column) * pixelBytes;
              const value = v128.load(x + offset + at);
              const larger = f32x4.gt(value, best);
              best = v128.bitselect(value, best, larger);
              bestOffset = v128.bitselect(i32x4.splat(<i32>offset), bestOffset, larger);
            }
          }
          const gradient = v128.load(dy + at);
          const to = dx + at;
          add_to(to + <usize>i32x4.extract_lane(bestOffset, 0), f32x4.extract_lane(gradient, 0));
          add_to(to + <usize>i32x4.extract_lane(bestOffset, 1) + 4, f32x4.extract_lane(gradient, 1));
          add_to(to + <usize>i32x4.extract_lane(bestOffset, 2) + 8, f32x4.extract_lane(gradient, 2));
          add_to(to + <usize>i32x4.extract_lane(bestOffset, 3) + 12, f32x4.extract_lane(gradient, 3));
        }
        for (; at < pixelBytes; at += 4) {
          let best = load<f32>(x + firstOffset + at);
          let bestOffset = firstOffset;
          for (let y = firstY; y < bottom; y += dilationHeight) {
            for (let column = firstX; column < right; column += dilationWidth) {
              const offset = <usize>(y * inWidth + column) * pixelBytes;
              const value = load<f32>(x + offset + at);
              if (value > best) {
                best = value;
                bestOffset = offset;
              }
            }
          }
          add_to(dx + at + bestOffset, load<f32>(dy + at));
        }
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
