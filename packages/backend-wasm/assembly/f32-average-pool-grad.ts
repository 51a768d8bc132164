import { ImageArgs } from './image-args';

/** The arguments of `average_pool_grad`, after the scratch's. */
@unmanaged
export class AveragePoolGradArgs extends ImageArgs {
  /** `[batch, outHeight, outWidth, channels]` */
  dy: usize;
  /** `[batch, inHeight, inWidth, channels]`, overwritten */
  dx: usize;
}

/**
 * The gradient of average pooling: every output gradient, divided by the number of input pixels in its window, is
 * added to all of them. Where a window hangs over the edge only the pixels inside count, as in the forward pass of
 * tfjs and XNNPACK. (tfjs's own gradient divides by the whole area there, so it is not the gradient.)
 */
export function average_pool_grad(args: AveragePoolGradArgs, chunk: i32): void {
  const geometry = args.geometry;
  const firstImage = args.firstImage(chunk);
  const endImage = args.endImage(chunk);
  const channels = geometry.inChannels;
  const pixelBytes = (<usize>channels) << 2;
  const vectorBytes = (<usize>(channels & ~3)) << 2;
  const inHeight = geometry.inHeight;
  const inWidth = geometry.inWidth;
  const imageBytes = <usize>(inHeight * inWidth) * pixelBytes;

  const pooledBytes = <usize>(geometry.outHeight * geometry.outWidth) * pixelBytes;
  let dx = args.dx + <usize>firstImage * imageBytes;
  let dy = args.dy + <usize>firstImage * pooledBytes;

  for (let image = firstImage; image < endImage; image++) {
    memory.fill(dx, 0, imageBytes);
    for (let outY = 0; outY < geometry.outHeight; outY++) {
      const top = outY * geometry.strideHeight - geometry.padTop;
      for (let outX = 0; outX < geometry.outWidth; outX++) {
        const left = outX * geometry.strideWidth - geometry.padLeft;
        const rows = taps_inside(top, geometry.filterHeight, geometry.dilationHeight, inHeight);
        const columns = taps_inside(left, geometry.filterWidth, geometry.dilationWidth, inWidth);
        const scale: f32 = 1 / <f32>(rows * columns);
        const scales = f32x4.splat(scale);
        for (let filterY = 0; filterY < geometry.filterHeight; filterY++) {
          const y = top + filterY * geometry.dilationHeight;
          if (<u32>y >= <u32>inHeight) continue;
          for (let filterX = 0; filterX < geometry.filterWidth; filterX++) {
            const x = left + filterX * geometry.dilationWidth;
            if (<u32>x >= <u32>inWidth) continue;
            const to = dx + <usize>(y * inWidth + x) * pixelBytes;
            let at: usize = 0;
            for (; at < vectorBytes; at += 16) {
              const term = f32x4.mul(v128.load(dy + at), scales);
              v128.store(to + at, f32x4.add(v128.load(to + at), term));
            }
            for (; at < pixelBytes; at += 4) {
              store<f32>(to + at, load<f32>(to + at) + load<f32>(dy + at) * scale);
            }
          }
        }
        dy += pixelBytes;
      }
    }
    dx += imageBytes;
  }
}

// How many of `taps` positions from `first` on, `dilation` apart, lie in 0..size - 1.
function taps_inside(first: i32, taps: i32, dilation: i32, size: i32): i32 {
  let inside = 0;
  for (let tap = 0; tap < taps; tap++) {
    if (<u32>(first + tap * dilation) < <u32>size) inside++;
  }
  return inside;
}
