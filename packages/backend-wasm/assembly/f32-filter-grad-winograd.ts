import { ConvGeometry } from './conv-geometry';
import { load_edge_tile } from './edge-tile';
import { f32_gemm_panels_4x8 } from './f32-gemm-panels-4x8';
import { Scratch } from './scratch';
import { transform_gradient_tile, transform_input_tile } from './winograd-gradient-2d';

/** The arguments of `filter_grad_winograd`, after the scratch's; a `ConvGeometry` follows. */
@unmanaged
export class FilterGradWinogradArgs extends Scratch {
  /** `[batch, inHeight, inWidth, inChannels]` */
  x: usize;
  /** `[batch, outHeight, outWidth, outChannels]` */
  dy: usize;
  /** `[groups, (tile + 2)², ceil4(inChannels), ceil8(outChannels)]`, overwritten */
  partials: usize;
  /** Outputs that a tile covers in each direction, 2 or 4. */
  tile: i32;
  /** Images whose sum is one partial. */
  groupImages: i32;
  /** Slices of the output channels; chunks are [groups, slices]. */
  slices: i32;
  /** Output channels in a slice, a multiple of eight. */
  sliceChannels: i32;
  /** Tiles that are worked on together. */
  blockTiles: i32;

  @inline
  get geometry(): ConvGeometry {
    return changetype<ConvGeometry>(changetype<usize>(this) + offsetof<FilterGradWinogradArgs>());
  }
}

/**
 * The gradient of a 3×3 convolution with stride 1 by its filter, in Winograd's domain: Σ (Bᵀ d B) ⊙ (A dy Aᵀ) over all
 * tiles, one matrix product a point. `filter_grad_winograd_reduce` makes the gradient of it. A chunk takes the images
 * of one group and the output channels of one slice.
 *
 * The scratch: 72 vectors, then for each point [ceil4(inChannels) / 4][blockTiles][4] floats and 16 more, so that the
 * points do not fall on the same cache sets, then for each point [sliceChannels / 8][blockTiles][8] and 16 more.
 */
export function filter_grad_winograd(args: FilterGradWinogradArgs, chunk: i32, thread: i32): void {
  const geometry = args.geometry;
  const tile = args.tile;
  const points = (tile + 2) * (tile + 2);
  const group = chunk / args.slices;
  const firstChannel = (chunk % args.slices) * args.sliceChannels;
  const channels = min(args.sliceChannels, geometry.outChannels - firstChannel);
  const inFloats = (geometry.inChannels + 3) & ~3;
  const outFloats = (geometry.outChannels + 7) & ~7;
  const tilesDown = (geometry.outHeight + tile - 1) / tile;
  const tilesAcross = (geometry.outWidth + tile - 1) / tile;
  const imageTiles = tilesDown * tilesAcross;
  const firstTile = group * args.groupImages * imageTiles;
  const endTile = min(geometry.batch, (group + 1) * args.groupImages) * imageTiles;

  const block = args.blockTiles;
  const copy = args.scratchOf(thread);
  const inputs = copy + 72 * 16;
  const inputStep = <usize>(inFloats * block + 16) << 2;
  const gradients = inputs + <usize>points * inputStep;
  const gradientStep = <usize>(args.sliceChannels * block + 16) << 2;
  const rowBytes = (<usize>outFloats) << 2;
  const sums = args.partials + <usize>(group * points * inFloats) * rowBytes + ((<usize>firstChannel) << 2);

  for (let first = firstTile; first < endTile; first += block) {
    const count = min(block, endTile - first);
    transform_inputs(args, first, count, tilesDown, tilesAcross, copy, inputs, inputStep);
    transform_gradients(
      args,
      firstChannel,
      channels,
      first,
      count,
      tilesDown,
      tilesAcross,
      copy,
      gradients,
      gradientStep,
    );
    for (let point = 0; point < points; point++) {
      let a = inputs + <usize>point * inputStep;
      let c = sums + <usize>(point * inFloats) * rowBytes;
      for (let row = 0; row < inFloats; row += 4) {
        let b = gradients + <usize>point * gradientStep;
        for (let column: usize = 0; column < <usize>channels; column += 8) {
          f32_gemm_panels_4x8(a, b, count, c + (column << 2), rowBytes, first > firstTile);
          b += (<usize>block) << 5;
        }
        a += (<usize>block) << 4;
        c += rowBytes << 2;
      }
    }
  }
}

// Sixteen channels (a cache line) of all tiles, then the next sixteen: neither x nor the points are read in crumbs.
function transform_inputs(
  args: FilterGradWinogradArgs,
  first: i32,
  count: i32,
  tilesDown: i32,
  tilesAcross: i32,
  copy: usize,
  to: usize,
  pointStep: usize,
): void {
  const geometry = args.geometry;
  const tile = args.tile;
  const size = tile + 2;
  const height = geometry.inHeight;
  const width = geometry.inWidth;
  const channels = geometry.inChannels;
  const pixelBytes = (<usize>channels) << 2;
  const lineBytes = <usize>width * pixelBytes;
  for (let from = 0; from < channels; from += 16) {
    for (let index = 0; index < count; index++) {
      const position = first + index;
      const image = args.x + <usize>(position / (tilesDown * tilesAcross)) * <usize>height * lineBytes;
      const top = ((position / tilesAcross) % tilesDown) * tile - geometry.padTop;
      const left = (position % tilesAcross) * tile - geometry.padLeft;
      const inside = top >= 0 && left >= 0 && top + size <= height && left + size <= width;
      const corner = image + <usize>(top * width + left) * pixelBytes;
      for (let channel = from; channel < min(channels, from + 16); channel += 4) {
        const at = (<usize>channel) << 2;
        const out = to + ((<usize>(channel * args.blockTiles + index * 4)) << 2);
        const lanes = min(4, channels - channel);
        if (inside && lanes == 4) {
          transform_input_tile(tile, corner + at, lineBytes, pixelBytes, copy + 576, out, pointStep);
        } else {
          load_edge_tile(image + at, height, width, pixelBytes, top, left, size, lanes, copy);
          transform_input_tile(tile, copy, (<usize>size) << 4, 16, copy + 576, out, pointStep);
        }
      }
    }
  }
}

function transform_gradients(
  args: FilterGradWinogradArgs,
  firstChannel: i32,
  channels: i32,
  first: i32,
  count: i32,
  tilesDown: i32,
  tilesAcross: i32,
  copy: usize,
  to: usize,
  pointStep: usize,
): void {
  const geometry = args.geometry;
  const tile = args.tile;
  const height = geometry.outHeight;
  const width = geometry.outWidth;
  const pixelBytes = (<usize>geometry.outChannels) << 2;
  const lineBytes = <usize>width * pixelBytes;
  const dy = args.dy + ((<usize>firstChannel) << 2);
  for (let from = 0; from < channels; from += 16) {
    for (let index = 0; index < count; index++) {
      const position = first + index;
      const image = dy + <usize>(position / (tilesDown * tilesAcross)) * <usize>height * lineBytes;
      const top = ((position / tilesAcross) % tilesDown) * tile;
      const left = (position % tilesAcross) * tile;
      const inside = top + tile <= height && left + tile <= width;
      const corner = image + <usize>(top * width + left) * pixelBytes;
      // Panels have eight columns: those past the last channel are filled up too.
      for (let channel = from; channel < min((channels + 7) & ~7, from + 16); channel += 4) {
        const at = (<usize>channel) << 2;
        const out = to + ((<usize>((channel & ~7) * args.blockTiles + index * 8 + (channel & 4))) << 2);
        const lanes = min(4, channels - channel);
        if (inside && lanes == 4) {
          transform_gradient_tile(tile, corner + at, lineBytes, pixelBytes, copy + 576, out, pointStep);
        } else {
          load_edge_tile(image + at, lanes > 0 ? height : 0, width, pixelBytes, top, left, tile, lanes, copy);
          transform_gradient_tile(tile, copy, (<usize>tile) << 4, 16, copy + 576, out, pointStep);
        }
      }
    }
  }
}
