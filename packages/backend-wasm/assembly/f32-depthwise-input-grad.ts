import { ConvGeometry } from './conv-geometry';
import { ImageArgs } from './image-args';
import { multiply_add } from './multiply-add';
import { end_output, first_output } from './tap-range';

/** The arguments of `depthwise_input_grad`, after the scratch's. `outChannels` is `inChannels` times the multiplier. */
@unmanaged
export class DepthwiseInputGradArgs extends ImageArgs {
  /** `[batch, outHeight, outWidth, inChannels, multiplier]` */
  dy: usize;
  /** `[filterHeight, filterWidth, inChannels, multiplier]` */
  filter: usize;
  /** `[batch, inHeight, inWidth, inChannels]`, overwritten */
  dx: usize;
}

/**
 * The gradient of a depthwise convolution with respect to its input: for every tap, the gradient times the filter is
 * added to the input pixels under that tap.
 */
export function depthwise_input_grad(args: DepthwiseInputGradArgs, chunk: i32): void {
  const geometry = args.geometry;
  const filter = args.filter;
  const firstImage = args.firstImage(chunk);
  const endImage = args.endImage(chunk);
  const outChannels = geometry.outChannels;
  const multiplier = outChannels / geometry.inChannels;
  const imageBytes = (<usize>(geometry.inHeight * geometry.inWidth * geometry.inChannels)) << 2;
  const gradientBytes = (<usize>(geometry.outHeight * geometry.outWidth * outChannels)) << 2;
  let dx = args.dx + <usize>firstImage * imageBytes;
  let dy = args.dy + <usize>firstImage * gradientBytes;

  for (let image = firstImage; image < endImage; image++) {
    memory.fill(dx, 0, imageBytes);
    let channel = 0;
    if (multiplier == 1) {
      for (; channel + 16 <= outChannels; channel += 16) add_strip(geometry, dy, filter, dx, channel, 16);
      for (; channel + 4 <= outChannels; channel += 4) add_strip(geometry, dy, filter, dx, channel, 4);
    }
    for (; channel < outChannels; channel++)
      add_channel(geometry, dy, filter, dx, channel, channel / multiplier);
    dx += imageBytes;
    dy += gradientBytes;
  }
}

// @ts-ignore: decorator
@inline
function add_strip(
  geometry: ConvGeometry,
  dy: usize,
  filter: usize,
  dx: usize,
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
      const weights = filter + <usize>(tapY * geometry.filterWidth + tapX) * pixelBytes + offset;
      const weight0 = v128.load(weights);
      const weight1 = width == 16 ? v128.load(weights, 16) : weight0;
      const weight2 = width == 16 ? v128.load(weights, 32) : weight0;
      const weight3 = width == 16 ? v128.load(weights, 48) : weight0;
      for (let outY = firstY; outY < endY; outY++) {
        const inY = outY * geometry.strideHeight + shiftY;
        const inX = firstX * geometry.strideWidth + shiftX;
        let to = dx + <usize>(inY * geometry.inWidth + inX) * pixelBytes + offset;
        let from = dy + <usize>(outY * geometry.outWidth + firstX) * pixelBytes + offset;
        for (let outX = firstX; outX < endX; outX++) {
          v128.store(to, multiply_add(v128.load(from), weight0, v128.load(to)));
          if (width == 16) {
            v128.store(to, multiply_add(v128.load(from, 16), weight1, v128.load(to, 16)), 16);
            v128.store(to, multiply_add(v128.load(from, 32), weight2, v128.load(to, 32)), 32);
            v128.store(to, multiply_add(v128.load(from, 48), weight3, v128.load(to, 48)), 48);
          }
          to += stepBytes;
          from += pixelBytes;
        }
      }
    }
  }
}

function add_channel(
  geometry: ConvGeometry,
  dy: usize,
  filter: usize,
  dx: usize,
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
      const tap = <usize>(tapY * geometry.filterWidth + tapX);
      const weight = load<f32>(filter + tap * outBytes + ((<usize>outChannel) << 2));
      for (let outY = firstY; outY < endY; outY++) {
        const inY = outY * geometry.strideHeight + shiftY;
        for (let outX = firstX; outX < endX; outX++) {
          const inX = outX * geometry.strideWidth + shiftX;
          const to = dx + <usize>(inY * geometry.inWidth + inX) * inBytes + ((<usize>inChannel) << 2);
          const from = dy + <usize>(outY * geometry.outWidth + outX) * outBytes + ((<usize>outChannel) << 2);
          store<f32>(to, load<f32>(to) + load<f32>(from) * weight);
        }
      }
    }
  }
}
