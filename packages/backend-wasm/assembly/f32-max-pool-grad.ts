import { ConvGeometry } from './conv-geometry';

/**
 * The gradient of max pooling: every output gradient goes to the largest input of its window, to the first of them
 * if several are equal, as in tfjs. A window without its own maximum (NaN) gives its gradient to its last pixel.
 * Windows have no dilation.
 *
 * @param x  [batch, inHeight, inWidth, channels]
 * @param y  [batch, outHeight, outWidth, channels], the maxima
 * @param dy [batch, outHeight, outWidth, channels]
 * @param dx [batch, inHeight, inWidth, channels], overwritten
 */
export function f32_max_pool_grad(geometry: ConvGeometry, x: usize, y: usize, dy: usize, dx: usize): void {
  const pixelBytes = geometry.inChannels << 2;
  const vectorBytes = (geometry.inChannels & ~3) << 2;
  const inHeight = geometry.inHeight;
  const inWidth = geometry.inWidth;
  const lineBytes = inWidth * pixelBytes;
  const imageBytes = <usize>inHeight * <usize>lineBytes;

  memory.fill(dx, 0, <usize>geometry.batch * imageBytes);

  for (let image = 0; image < geometry.batch; image++) {
    for (let outY = 0; outY < geometry.outHeight; outY++) {
      const top = outY * geometry.strideHeight - geometry.padTop;
      const firstLine = max(0, top) * lineBytes;
      const endLine = min(inHeight, top + geometry.filterHeight) * lineBytes;
      for (let outX = 0; outX < geometry.outWidth; outX++) {
        const left = outX * geometry.strideWidth - geometry.padLeft;
        const first = firstLine + max(0, left) * pixelBytes;
        const widthBytes = (min(inWidth, left + geometry.filterWidth) - max(0, left)) * pixelBytes;
        const end = first + endLine - firstLine;
        const last = end - lineBytes + widthBytes - pixelBytes;
        // A window may lie wholly in the padding.
        let at = widthBytes <= 0 || end <= first ? pixelBytes : 0;
        for (; at < vectorBytes; at += 16) {
          // The smallest offset of an input that equals the maximum: others count as the largest unsigned number.
          const maximum = v128.load(y + at);
          let winner = i32x4.splat(last);
          for (let line = first; line < end; line += lineBytes) {
            const stop = line + widthBytes;
            let offset = line;
            do {
              const unequal = f32x4.ne(v128.load(x + offset + at), maximum);
              winner = i32x4.min_u(winner, v128.or(unequal, i32x4.splat(offset)));
              offset += pixelBytes;
            } while (offset < stop);
          }
          const gradient = v128.load(dy + at);
          const to = dx + at;
          add_to(to + i32x4.extract_lane(winner, 0), f32x4.extract_lane(gradient, 0));
          add_to(to + i32x4.extract_lane(winner, 1) + 4, f32x4.extract_lane(gradient, 1));
          add_to(to + i32x4.extract_lane(winner, 2) + 8, f32x4.extract_lane(gradient, 2));
          add_to(to + i32x4.extract_lane(winner, 3) + 12, f32x4.extract_lane(gradient, 3));
        }
        for (; at < pixelBytes; at += 4) {
          const maximum = load<f32>(y + at);
          let winner = last;
          for (let line = first; line < end; line += lineBytes) {
            for (let offset = line; offset < line + widthBytes; offset += pixelBytes) {
              if (load<f32>(x + offset + at) == maximum) winner = min(winner, offset);
            }
          }
          add_to(dx + winner + at, load<f32>(dy + at));
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
