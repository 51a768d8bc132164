import { ImageArgs } from './image-args';

/** The arguments of `max_pool_grad`, after the scratch's. Windows have no dilation. */
@unmanaged
export class MaxPoolGradArgs extends ImageArgs {
  /** `[batch, inHeight, inWidth, channels]` */
  x: usize;
  /** `[batch, outHeight, outWidth, channels]`, the maxima */
  y: usize;
  /** `[batch, outHeight, outWidth, channels]` */
  dy: usize;
  /** `[batch, inHeight, inWidth, channels]`, overwritten */
  dx: usize;
}

/**
 * The gradient of max pooling: every output gradient goes to the largest input of its window, to the first of them
 * if several are equal, as in tfjs. A window without its own maximum (NaN) gives its gradient to its last pixel.
 */
export function max_pool_grad(args: MaxPoolGradArgs, chunk: i32): void {
  const geometry = args.geometry;
  const firstImage = args.firstImage(chunk);
  const endImage = args.endImage(chunk);
  const pixelBytes = geometry.inChannels << 2;
  const vectorBytes = (geometry.inChannels & ~3) << 2;
  const inHeight = geometry.inHeight;
  const inWidth = geometry.inWidth;
  const lineBytes = inWidth * pixelBytes;
  const imageBytes = <usize>inHeight * <usize>lineBytes;

  const pooledBytes = <usize>(geometry.outHeight * geometry.outWidth) * <usize>pixelBytes;
  let x = args.x + <usize>firstImage * imageBytes;
  let dx = args.dx + <usize>firstImage * imageBytes;
  let y = args.y + <usize>firstImage * pooledBytes;
  let dy = args.dy + <usize>firstImage * pooledBytes;

  for (let image = firstImage; image < endImage; image++) {
    memory.fill(dx, 0, imageBytes);
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
