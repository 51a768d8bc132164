import { ConvGeometry } from './conv-geometry';
import { ImageArgs } from './image-args';
import { multiply_add } from './multiply-add';
import { end_output, first_output } from './tap-range';

/** The arguments of `depthwise_filter_grad`, after the scratch's. `outChannels` is `inChannels` times the multiplier. */
@unmanaged
export class DepthwiseFilterGradArgs extends ImageArgs {
  /** `[batch, inHeight, inWidth, inChannels]` */
  x: usize;
  /** `[batch, outHeight, outWidth, inChannels, multiplier]` */
  dy: usize;
  /** `[filterHeight, filterWidth, inChannels, multiplier]`, overwritten */
  dfilter: usize;
  /** Output channels in a chunk: 16, which fill whole cache lines. */
  chunkChannels: i32;
}

/**
 * The gradient of a depthwise convolution with respect to its filter: for every tap and channel, the sum over all
 * output pixels of the input under the tap times the gradient. A chunk is a strip of channels of all images.
 */
export function depthwise_filter_grad(args: DepthwiseFilterGradArgs, chunk: i32): void {
  const geometry = args.geometry;
  const outChannels = geometry.outChannels;
  const multiplier = outChannels / geometry.inChannels;
  const imageBytes = (<usize>(geometry.inHeight * geometry.inWidth * geometry.inChannels)) << 2;
  const gradientBytes = (<usize>(geometry.outHeight * geometry.outWidth * outChannels)) << 2;
  const first = chunk * args.chunkChannels;
  const end = min(outChannels, first + args.chunkChannels);
  const dfilter = args.dfilter;
  let x = args.x;
  let dy = args.dy;

  const taps = geometry.filterHeight * geometry.filterWidth;
  for (let tap = 0; tap < taps; tap++) {
    memory.fill(dfilter + ((<usize>(tap * outChannels + first)) << 2), 0, (<usize>(end - first)) << 2);
  }
  for (let image = 0; image < geometry.batch; image++) {
    // A strip of an image stays cached for all taps.
    let channel = first;
    if (multiplier == 1) {
      for (; channel + 16 <= end; channel += 16) add_strip(geometry, x, dy, dfilter, channel, 16);
      for (; channel + 4 <= end; channel += 4) add_strip(geometry, x, dy, dfilter, channel, 4);
    }
    for (; channel < end; channel++) add_channel(geometry, x, dy, dfilter, channel, channel / multiplier);
    x += imageBytes;
    dy += gradientBytes;
  }
}

// @ts-ignore: decorator
@inline
function add_strip(
  geometry: ConvGeometry,
  x: usize,
  dy: usize,
  dfilter: usize,
  channel: i32,
  width: i32,
): void {
  const pixelBytes = (<usize>geometry.inChannels) << 2;
  const stepBytes = <usize>geometry.strideWidth * pixelBytes;
  const offset = (<usize>channel) << 2;
  for (let tapY = 0; tapY < geometry.filterHeight; tapY++) {
    const shiftY = tapY * geometry.dilationHeight - geometry.padTop;
    const firstY = first_output(shiftY, geometry.strideHeight);
    const endY = end_output(shiftY, geometry.strideHeight, geometry.inHeight, geometry.outHeight);
    for (let tapX = 0; tapX < geometry.filterWidth; tapX++) {
      const shiftX = tapX * geometry.dilationWidth - geometry.padLeft;
      const firstX = first_output(shiftX, geometry.strideWidth);
      const endX = end_output(shiftX, geometry.strideWidth, geometry.inWidth, geometry.outWidth);
      let sum0 = f32x4.splat(0);
      let sum1 = f32x4.splat(0);
      let sum2 = f32x4.splat(0);
      let sum3 = f32x4.splat(0);
      for (let outY = firstY; outY < endY; outY++) {
        const inY = outY * geometry.strideHeight + shiftY;
        const inX = firstX * geometry.strideWidth + shiftX;
        let a = x + <usize>(inY * geometry.inWidth + inX) * pixelBytes + offset;
        let b = dy + <usize>(outY * geometry.outWidth + firstX) * pixelBytes + offset;
        for (let outX = firstX; outX < endX; outX++) {
          sum0 = multiply_add(v128.load(a), v128.load(b), sum0);
          if (width == 16) {
            sum1 = multiply_add(v128.load(a, 16), v128.load(b, 16), sum1);
            sum2 = multiply_add(v128.load(a, 32), v128.load(b, 32), sum2);
            sum3 = multiply_add(v128.load(a, 48), v128.load(b, 48), sum3);
          }
          a += stepBytes;
          b += pixelBytes;
        }
      }
      const out = dfilter + <usize>(tapY * geometry.filterWidth + tapX) * pixelBytes + offset;
      v128.store(out, f32x4.add(v128.load(out), sum0));
      if (width == 16) {
        v128.store(out, f32x4.add(v128.load(out, 16), sum1), 16);
        v128.store(out, f32x4.add(v128.load(out, 32), sum2), 32);
        v128.store(out, f32x4.add(v128.load(out, 48), sum3), 48);
      }
    }
  }
}

function add_channel(
  geometry: ConvGeometry,
  x: usize,
  dy: usize,
  dfilter: usize,
  outChannel: i32,
  inChannel: i32,
): void {
  const inBytes = (<usize>geometry.inChannels) << 2;
  const outBytes = (<usize>geometry.outChannels) << 2;
  for (let tapY = 0; tapY < geometry.filterHeight; tapY++) {
    const shiftY = tapY * geometry.dilationHeight - geometry.padTop;
    const firstY = first_output(shiftY, geometry.strideHeight);
    const endY = end_output(shiftY, geometry.strideHeight, geometry.inHeight, geometry.outHeight);
    for (let tapX = 0; tapX < geometry.filterWidth; tapX++) {
      const shiftX = tapX * geometry.dilationWidth - geometry.padLeft;
      const firstX = first_output(shiftX, geometry.strideWidth);
      const endX = end_output(shiftX, geometry.strideWidth, geometry.inWidth, geometry.outWidth);
      let sum: f32 = 0;
      for (let outY = firstY; outY < endY; outY++) {
        const inY = outY * geometry.strideHeight + shiftY;
        for (let outX = firstX; outX < endX; outX++) {
          const inX = outX * geometry.strideWidth + shiftX;
          const a = x + <usize>(inY * geometry.inWidth + inX) * inBytes + ((<usize>inChannel) << 2);
          const b = dy + <usize>(outY * geometry.outWidth + outX) * outBytes + ((<usize>outChannel) << 2);
          sum += load<f32>(a) * load<f32>(b);
        }
      }
      const out =
        dfilter + <usize>(tapY * geometry.filterWidth + tapX) * outBytes + ((<usize>outChannel) << 2);
      store<f32>(out, load<f32>(out) + sum);
    }
  }
}
