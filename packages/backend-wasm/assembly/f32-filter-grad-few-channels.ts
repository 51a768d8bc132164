import { ConvGeometry } from './conv-geometry';
import { f32_outer_taps_4 } from './f32-outer-taps-4';
import { load_lanes, store_lanes } from './lanes';
import { Scratch } from './scratch';

/** The arguments of `filter_grad_few_channels`, after the scratch's; a `ConvGeometry` follows. */
@unmanaged
export class FilterGradFewChannelsArgs extends Scratch {
  /** `[batch, inHeight, inWidth, inChannels]` */
  x: usize;
  /** `[batch, outHeight, outWidth, outChannels]` */
  dy: usize;
  /** `[groups, filterHeight, filterWidth, inChannels, outChannels]`, overwritten */
  partials: usize;
  /** Images whose sum is one partial; a chunk. */
  groupImages: i32;

  @inline
  get geometry(): ConvGeometry {
    return changetype<ConvGeometry>(changetype<usize>(this) + offsetof<FilterGradFewChannelsArgs>());
  }
}

// Output pixels worked on together: with 64 channels, half of the first-level cache.
// @ts-ignore: decorator
@inline
const spanPixels = 64;

/**
 * The gradient of a convolution by its filter where a pixel of the input has few channels, so that the taps of a filter
 * row, which lie side by side in memory, are what fills the registers. The dilation across must be 1.
 *
 * The scratch: filterHeight rows of (spanPixels - 1) · strideWidth + filterWidth pixels (the input under a span of
 * outputs, zeros outside), rounded up to vectors; the span's dy as [ceil4(outChannels) / 4][spanPixels][4], since read
 * in place four channels at a time it would be fetched from memory in crumbs; ceil4(outChannels) sums a tap and input
 * channel.
 */
export function filter_grad_few_channels(args: FilterGradFewChannelsArgs, chunk: i32, thread: i32): void {
  const geometry = args.geometry;
  const outWidth = geometry.outWidth;
  const outChannels = geometry.outChannels;
  const step = geometry.strideWidth * geometry.inChannels;
  const rowTaps = geometry.filterWidth * geometry.inChannels;
  const taps = geometry.filterHeight * rowTaps;
  const rowFloats = (spanPixels - 1) * step + rowTaps;
  const rows = args.scratchOf(thread);
  const panels = rows + ((<usize>((geometry.filterHeight * rowFloats + 3) & ~3)) << 2);
  const sums = panels + (<usize>((outChannels + 3) >> 2)) * (spanPixels << 4);
  const sumsStep = (<usize>((outChannels + 3) & ~3)) << 2;
  const end = min(geometry.batch, (chunk + 1) * args.groupImages);

  memory.fill(sums, 0, <usize>taps * sumsStep);
  for (let image = chunk * args.groupImages; image < end; image++) {
    for (let row = 0; row < geometry.outHeight; row++) {
      for (let column = 0; column < outWidth; column += spanPixels) {
        const count = min(spanPixels, outWidth - column);
        const pixel = (image * geometry.outHeight + row) * outWidth + column;
        load_rows(geometry, args.x, image, row, column, count, rows, rowFloats);
        pack_pixels(args.dy + ((<usize>pixel * <usize>outChannels) << 2), outChannels, count, panels);
        for (let channel: usize = 0; channel < <usize>outChannels; channel += 4) {
          const panel = panels + channel * (spanPixels << 2);
          add_taps(geometry, rows, rowFloats, panel, count, sums + (channel << 2), sumsStep);
        }
      }
    }
  }

  let to = args.partials + ((<usize>(chunk * taps) * <usize>outChannels) << 2);
  for (let tap: usize = 0; tap < <usize>taps; tap++) {
    for (let channel = 0; channel < outChannels; channel += 4) {
      const at = (<usize>channel) << 2;
      store_lanes(to + at, v128.load(sums + tap * sumsStep + at), min(4, outChannels - channel));
    }
    to += (<usize>outChannels) << 2;
  }
}

// The sums of all taps for four channels of dy.
function add_taps(
  geometry: ConvGeometry,
  rows: usize,
  rowFloats: i32,
  dy: usize,
  count: i32,
  sums: usize,
  sumsStep: usize,
): void {
  const step = (<usize>(geometry.strideWidth * geometry.inChannels)) << 2;
  for (let filterY = 0; filterY < geometry.filterHeight; filterY++) {
    let x = rows + ((<usize>(filterY * rowFloats)) << 2);
    let taps = geometry.filterWidth * geometry.inChannels;
    while (taps > 0) {
      const some = taps > 7 ? 5 : taps;
      if (some == 5) f32_outer_taps_4(5, x, step, dy, 16, count, sums, sumsStep);
      else if (some == 3) f32_outer_taps_4(3, x, step, dy, 16, count, sums, sumsStep);
      else if (some == 7) f32_outer_taps_4(7, x, step, dy, 16, count, sums, sumsStep);
      else if (some == 4) f32_outer_taps_4(4, x, step, dy, 16, count, sums, sumsStep);
      else if (some == 6) f32_outer_taps_4(6, x, step, dy, 16, count, sums, sumsStep);
      else if (some == 2) f32_outer_taps_4(2, x, step, dy, 16, count, sums, sumsStep);
      else f32_outer_taps_4(1, x, step, dy, 16, count, sums, sumsStep);
      x += (<usize>some) << 2;
      sums += <usize>some * sumsStep;
      taps -= some;
    }
  }
}

// Copies the input under a span of output pixels, with zeros where the image ends.
function load_rows(
  geometry: ConvGeometry,
  x: usize,
  image: i32,
  outY: i32,
  outX: i32,
  count: i32,
  rows: usize,
  rowFloats: i32,
): void {
  const channels = geometry.inChannels;
  const left = (outX * geometry.strideWidth - geometry.padLeft) * channels;
  const floats = ((count - 1) * geometry.strideWidth + geometry.filterWidth) * channels;
  const lineFloats = geometry.inWidth * channels;
  const begin = min(floats, max(0, -left));
  const end = max(begin, min(floats, lineFloats - left));
  for (let filterY = 0; filterY < geometry.filterHeight; filterY++) {
    const y = outY * geometry.strideHeight + filterY * geometry.dilationHeight - geometry.padTop;
    const inside = <u32>y < <u32>geometry.inHeight;
    const line = x + ((<usize>((image * geometry.inHeight + y) * lineFloats + left)) << 2);
    const to = rows + ((<usize>(filterY * rowFloats)) << 2);
    if (!inside || begin > 0 || end < floats) memory.fill(to, 0, (<usize>floats) << 2);
    if (!inside) continue;
    let at = (<usize>begin) << 2;
    const stop = (<usize>end) << 2;
    for (; at + 16 <= stop; at += 16) v128.store(to + at, v128.load(line + at));
    for (; at < stop; at += 4) store<f32>(to + at, load<f32>(line + at));
  }
}

// Panels of four channels: [channels / 4][spanPixels][4].
function pack_pixels(from: usize, channels: i32, count: i32, panels: usize): void {
  for (let pixel = 0; pixel < count; pixel++) {
    let to = panels;
    let channel = 0;
    for (; channel + 4 <= channels; channel += 4) {
      v128.store(to, v128.load(from));
      from += 16;
      to += spanPixels << 4;
    }
    if (channel < channels) {
      v128.store(to, load_lanes(from, channels - channel));
      from += (<usize>(channels - channel)) << 2;
    }
    panels += 16;
  }
}
