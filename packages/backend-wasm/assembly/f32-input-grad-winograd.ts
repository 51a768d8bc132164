import { clear_images } from './clear-images';
import { ConvGeometry } from './conv-geometry';
import { add_edge_tile } from './edge-tile';
import { f32_gemm_strided_4x8 } from './f32-gemm-strided-4x8';
import { Scratch } from './scratch';
import { untransform_input_tile } from './winograd-gradient-2d';
import { tiles_of, transform_gradients } from './winograd-gradient-tiles';

/** The arguments of `input_grad_winograd`, after the scratch's; a `ConvGeometry` follows. */
@unmanaged
export class InputGradWinogradArgs extends Scratch {
  /** `[batch, outHeight, outWidth, outChannels]` */
  dy: usize;
  /** What `input_grad_winograd_pack` made of the filter. */
  panels: usize;
  /** `[batch, inHeight, inWidth, inChannels]`, overwritten */
  dx: usize;
  /** Output gradients that a tile covers in each direction, 2 or 4. */
  tile: i32;
  /** Images in a group. */
  groupImages: i32;
  /** Slices of the input channels; chunks are [groups, slices]. */
  slices: i32;
  /** Input channels in a slice, a multiple of eight. */
  sliceChannels: i32;
  /** Tiles that are worked on together, a multiple of four. */
  blockTiles: i32;

  @inline
  get geometry(): ConvGeometry {
    return changetype<ConvGeometry>(changetype<usize>(this) + offsetof<InputGradWinogradArgs>());
  }
}

/**
 * The gradient of a 3×3 convolution with stride 1 by its input: B[(G g Gᵀ) ⊙ (A dy Aᵀ)]Bᵀ of every tile of dy, one
 * matrix product a point, added to the input pixels that the tile came from. Tiles cover dy, which is smaller than dx
 * where the padding is less than `same`: the usual way, a convolution of the padded dy, has more of them.
 *
 * The scratch: 72 vectors, then for each point [blockTiles][ceil4(outChannels)] floats and 16 more, so that the points
 * do not fall on the same cache sets, then for each point [blockTiles][sliceChannels] and 16 more.
 */
export function input_grad_winograd(args: InputGradWinogradArgs, chunk: i32, thread: i32): void {
  const geometry = args.geometry;
  const tile = args.tile;
  const points = (tile + 2) * (tile + 2);
  const outChannels = geometry.outChannels;
  const inChannels = geometry.inChannels;
  const group = chunk / args.slices;
  const firstChannel = (chunk % args.slices) * args.sliceChannels;
  const channels = min(args.sliceChannels, inChannels - firstChannel);
  const imageTiles = tiles_of(geometry.outHeight, tile) * tiles_of(geometry.outWidth, tile);
  const firstImage = group * args.groupImages;
  const endImage = min(geometry.batch, firstImage + args.groupImages);
  const endTile = endImage * imageTiles;

  const block = args.blockTiles;
  const copy = args.scratchOf(thread);
  const gradients = copy + 72 * 16;
  const gradientBytes = (<usize>((outChannels + 3) & ~3)) << 2;
  const gradientStep = <usize>block * gradientBytes + 64;
  const products = gradients + <usize>points * gradientStep;
  const productBytes = (<usize>args.sliceChannels) << 2;
  const productStep = <usize>block * productBytes + 64;
  const panelBytes = (<usize>outChannels) << 5;
  const pointBytes = <usize>((inChannels + 7) >> 3) * panelBytes;

  clear_images(geometry, args.dx, firstImage, endImage, firstChannel, channels);
  for (let first = firstImage * imageTiles; first < endTile; first += block) {
    const count = min(block, endTile - first);
    transform_gradients(
      geometry,
      tile,
      args.dy,
      outChannels,
      (outChannels + 3) & ~3,
      first,
      count,
      copy,
      gradients,
      32,
      gradientBytes,
      gradientStep,
    );
    for (let point: usize = 0; point < <usize>points; point++) {
      const a = gradients + point * gradientStep;
      let b = args.panels + point * pointBytes + <usize>(firstChannel >> 3) * panelBytes;
      for (let column = 0; column < channels; column += 8) {
        let c = products + point * productStep + ((<usize>column) << 2);
        for (let row = 0; row < count; row += 4) {
          // Rows past the last tile repeat it, so that nothing undefined is read.
          f32_gemm_strided_4x8(
            a + <usize>row * gradientBytes,
            a + <usize>min(row + 1, count - 1) * gradientBytes,
            a + <usize>min(row + 2, count - 1) * gradientBytes,
            a + <usize>min(row + 3, count - 1) * gradientBytes,
            outChannels,
            b,
            c,
            productBytes,
          );
          c += productBytes << 2;
        }
        b += panelBytes;
      }
    }
    add_products(args, firstChannel, channels, first, count, copy, products, productStep);
  }
}

// B M Bᵀ of every tile, added to the pixels that the tile came from.
function add_products(
  args: InputGradWinogradArgs,
  firstChannel: i32,
  channels: i32,
  first: i32,
  count: i32,
  copy: usize,
  products: usize,
  pointStep: usize,
): void {
  const geometry = args.geometry;
  const tile = args.tile;
  const size = tile + 2;
  const tilesDown = tiles_of(geometry.outHeight, tile);
  const tilesAcross = tiles_of(geometry.outWidth, tile);
  const height = geometry.inHeight;
  const width = geometry.inWidth;
  const pixelBytes = (<usize>geometry.inChannels) << 2;
  const lineBytes = <usize>width * pixelBytes;
  const dx = args.dx + ((<usize>firstChannel) << 2);
  for (let index = 0; index < count; index++) {
    const position = first + index;
    const image = dx + <usize>(position / (tilesDown * tilesAcross)) * <usize>height * lineBytes;
    const top = ((position / tilesAcross) % tilesDown) * tile - geometry.padTop;
    const left = (position % tilesAcross) * tile - geometry.padLeft;
    const inside = top >= 0 && left >= 0 && top + size <= height && left + size <= width;
    const corner = image + <usize>(top * width + left) * pixelBytes;
    for (let channel = 0; channel < channels; channel += 4) {
      const at = (<usize>channel) << 2;
      const from = products + ((<usize>(index * args.sliceChannels)) << 2) + at;
      const lanes = min(4, channels - channel);
      untransform_input_tile(tile, from, pointStep, copy + 576, copy);
      if (inside && lanes == 4) add_tile(corner + at, lineBytes, pixelBytes, <usize>size, copy);
      else add_edge_tile(image + at, height, width, pixelBytes, top, left, size, lanes, copy);
    }
  }
}

// @ts-ignore: decorator
@inline
function add_tile(to: usize, lineBytes: usize, pixelBytes: usize, size: usize, copy: usize): void {
  for (let y: usize = 0; y < size; y++) {
    let pixel = to;
    for (let x: usize = 0; x < size; x++) {
      v128.store(pixel, f32x4.add(v128.load(pixel), v128.load(copy)));
      pixel += pixelBytes;
      copy += 16;
    }
    to += lineBytes;
  }
}
