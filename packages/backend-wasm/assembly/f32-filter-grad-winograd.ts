import { ConvGeometry } from './conv-geometry';
import { f32_gemm_panels_4x8 } from './f32-gemm-panels-4x8';
import { Scratch } from './scratch';
import { tiles_of, transform_gradients, transform_inputs } from './winograd-gradient-tiles';

/** The arguments of `filter_grad_winograd`, after the scratch's; a `ConvGeometry` follows. */
@unmanaged
export class FilterGradWinogradArgs extends Scratch {
  /** `[batch, inHeight, inWidth, inChannels]` */
  x: usize;
  /** `[batch, outHeight, outWidth, outChannels]` */
  dy: usize;
  /** `[groups, (tile + 2)²]` times `[ceil4(inChannels), ceil8(outChannels)]` and 16 floats, overwritten */
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
 * The scratch: 72 vectors, then for each point [ceil4(inChannels) / 4][blockTiles][4] floats and 16 more, then for each
 * point [sliceChannels / 8][blockTiles][8] and 16 more. Those 16 floats, here and in the partials, are there so that the
 * points do not all fall on the same cache sets.
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
  const imageTiles = tiles_of(geometry.outHeight, tile) * tiles_of(geometry.outWidth, tile);
  const firstTile = group * args.groupImages * imageTiles;
  const endTile = min(geometry.batch, (group + 1) * args.groupImages) * imageTiles;

  const block = args.blockTiles;
  const copy = args.scratchOf(thread);
  const inputs = copy + 72 * 16;
  const inputPanel = (<usize>block) << 4;
  const inputStep = <usize>(inFloats * block + 16) << 2;
  const gradients = inputs + <usize>points * inputStep;
  const gradientPanel = (<usize>block) << 5;
  const gradientStep = <usize>(args.sliceChannels * block + 16) << 2;
  const rowBytes = (<usize>outFloats) << 2;
  const sumsStep = <usize>inFloats * rowBytes + 64;
  const sums = args.partials + <usize>(group * points) * sumsStep + ((<usize>firstChannel) << 2);

  for (let first = firstTile; first < endTile; first += block) {
    const count = min(block, endTile - first);
    transform_inputs(geometry, tile, args.x, first, count, copy, inputs, inputPanel, inputStep);
    transform_gradients(
      geometry,
      tile,
      args.dy + ((<usize>firstChannel) << 2),
      channels,
      (channels + 7) & ~7,
      first,
      count,
      copy,
      gradients,
      gradientPanel,
      32,
      gradientStep,
    );
    for (let point = 0; point < points; point++) {
      let a = inputs + <usize>point * inputStep;
      let c = sums + <usize>point * sumsStep;
      for (let row = 0; row < inFloats; row += 4) {
        let b = gradients + <usize>point * gradientStep;
        for (let column: usize = 0; column < <usize>channels; column += 8) {
          f32_gemm_panels_4x8(a, b, count, c + (column << 2), rowBytes, first > firstTile);
          b += gradientPanel;
        }
        a += inputPanel;
        c += rowBytes << 2;
      }
    }
  }
}
