import { block_count, blockDepth, blockRowBytes } from './blocked-rows';
import { ConvArgs, load_bias } from './conv-args';
import { ConvGeometry } from './conv-geometry';
import { copy_floats } from './copy-floats';
import { f32_gemm_blocked_4x8 } from './f32-gemm-blocked-4x8';
import { activate_outputs } from './finish-outputs';
import { winograd_input, winograd_output } from './winograd-transforms';

// The scratch: what `touch` read, eight zeros and eight biases, the transforms' workspace and a patch (8×8 vectors
// each), an output tile of 6×6×8 floats, and from here on the inputs' factors and the products.
const zerosAt: usize = 64;
const biasAt: usize = 96;
const betweenAt: usize = 128;
const patchAt: usize = 1152;
const outputAt: usize = 2176;
const factorsAt: usize = 3328;

/** Up to so many tiles the filter is brought into the cache before it is multiplied with. */
const fewTiles: i32 = 8;

/**
 * A 3×3 convolution of stride 1 by Winograd's minimal filtering: a tile of output pixels costs (tileSize + 2)² products
 * a pair of channels instead of 9 · tileSize². A chunk is `chunkRows` tiles by `chunkColumns` output channels.
 *
 * The factors of a block of tiles stay in the second-level cache while the filter's stream by, eight output channels at
 * a time. A NaN or an infinity in the input reaches all pixels of the tiles that read it.
 */
export function conv2d_winograd(args: ConvArgs, chunk: i32, thread: i32): void {
  const geometry = args.geometry;
  const tileSize = args.tileSize;
  const down = (geometry.outHeight + tileSize - 1) / tileSize;
  const across = (geometry.outWidth + tileSize - 1) / tileSize;
  const total = geometry.batch * down * across;
  const first = (chunk / args.columnChunks) * args.chunkRows;
  const end = min(total, first + args.chunkRows);
  const firstColumn = (chunk % args.columnChunks) * args.chunkColumns;
  const endColumn = min(geometry.outChannels, firstColumn + args.chunkColumns);
  const blockTiles = args.blockRows;
  const scratch = args.scratchOf(thread);

  for (let tile = first; tile < end; tile += blockTiles) {
    const tiles = min(blockTiles, end - tile);
    transform_inputs(args, scratch, tile, tiles, down, across);
    for (let column = firstColumn; column < endColumn; column += 8) {
      multiply(args, scratch, column, tiles);
      transform_outputs(args, scratch, column, tile, tiles, down, across);
    }
  }
}

/**
 * Bytes from one tap of the inputs' factors to the next; a cache line more than the factors take, so that the taps of
 * one pixel do not all fall into the same set of the cache.
 */
// @ts-ignore: decorator
@inline
function factor_tap_bytes(channels: i32, blockTiles: i32): usize {
  return <usize>(block_count(channels) * blockTiles) * blockRowBytes + 64;
}

// @ts-ignore: decorator
@inline
function product_tap_bytes(blockTiles: i32): usize {
  return ((<usize>blockTiles) << 5) + 64;
}

// @ts-ignore: decorator
@inline
function products_of(args: ConvArgs, scratch: usize): usize {
  const side = args.tileSize + 2;
  return scratch + factorsAt + <usize>(side * side) * factor_tap_bytes(args.geometry.inChannels, args.blockRows);
}

function transform_inputs(
  args: ConvArgs,
  scratch: usize,
  first: i32,
  tiles: i32,
  down: i32,
  across: i32,
): void {
  const geometry = args.geometry;
  const channels = geometry.inChannels;
  const pixelBytes = (<usize>channels) << 2;
  const lineBytes = <usize>geometry.inWidth * pixelBytes;
  const tileSize = args.tileSize;
  const side = tileSize + 2;
  const between = scratch + betweenAt;
  const patch = scratch + patchAt;
  const tapBytes = factor_tap_bytes(channels, args.blockRows);
  const blockBytes = <usize>args.blockRows * blockRowBytes;
  const padded = (tiles + 3) & ~3;

  for (let index = 0; index < padded; index++) {
    const tile = first + index;
    // Rows that fill the last GEMM tile get a patch that lies wholly in the padding.
    const exists = index < tiles;
    const image = tile / (down * across);
    const top = exists ? ((tile / across) % down) * tileSize - geometry.padTop : geometry.inHeight;
    const left = (tile % across) * tileSize - geometry.padLeft;
    const inside =
      top >= 0 && left >= 0 && top + side <= geometry.inHeight && left + side <= geometry.inWidth;
    const origin = args.x + <usize>(image * geometry.inHeight) * lineBytes;
    const pixels = origin + <usize>top * lineBytes + <usize>left * pixelBytes;
    const row = scratch + factorsAt + <usize>index * blockRowBytes;

    for (let channel = 0; channel < channels; channel += 4) {
      const lanes = min(4, channels - channel);
      let from = pixels + ((<usize>channel) << 2);
      let fromRow = lineBytes;
      let fromPixel = pixelBytes;
      if (!inside || lanes < 4) {
        copy_patch(geometry, origin + ((<usize>channel) << 2), top, left, side, lanes, patch);
        from = patch;
        fromRow = (<usize>side) << 4;
        fromPixel = 16;
      }
      const offset = (<usize>(channel & (blockDepth - 1))) << 2;
      const to = row + <usize>(channel / blockDepth) * blockBytes + offset;
      winograd_input(tileSize, from, fromRow, fromPixel, between, to, tapBytes);
    }
  }
}

// Copies up to four channels of side×side pixels, zeros where there are none, as vectors.
function copy_patch(
  geometry: ConvGeometry,
  image: usize,
  top: i32,
  left: i32,
  side: i32,
  lanes: i32,
  patch: usize,
): void {
  const pixelBytes = (<usize>geometry.inChannels) << 2;
  for (let row = 0; row < side; row++) {
    const y = top + row;
    const line = image + <usize>(y * geometry.inWidth + left) * pixelBytes;
    for (let column = 0; column < side; column++) {
      if (<u32>y < <u32>geometry.inHeight && <u32>(left + column) < <u32>geometry.inWidth) {
        const from = line + <usize>column * pixelBytes;
        if (lanes == 4) {
          v128.store(patch, v128.load(from));
        } else {
          v128.store(patch, f32x4.splat(0));
          copy_floats(patch, from, (<usize>lanes) << 2);
        }
      } else {
        v128.store(patch, f32x4.splat(0));
      }
      patch += 16;
    }
  }
}

// Σ over the input channels of the factors' products, tap by tap: [taps][tiles][8].
function multiply(args: ConvArgs, scratch: usize, column: i32, tiles: i32): void {
  const depth = args.geometry.inChannels;
  const side = args.tileSize + 2;
  const taps = side * side;
  const tapBytes = factor_tap_bytes(depth, args.blockRows);
  const panelBytes = (<usize>depth) << 5;
  const padded = (tiles + 3) & ~3;
  const zeros = scratch + zerosAt;
  const bias = scratch + biasAt;
  let factors = scratch + factorsAt;
  let products = products_of(args, scratch);
  let panel = args.packed + <usize>((column >> 3) * taps) * panelBytes;

  load_bias(0, 0, 0, zeros);
  load_bias(args.bias, column, min(8, args.geometry.outChannels - column), bias);
  // Stored, or the compiler would not read.
  if (padded <= fewTiles) store<f32>(scratch, touch(panel, <usize>taps * panelBytes));
  for (let tap = 0; tap < taps; tap++) {
    // What is added to the tap of row 1, column 1 comes out of the transform at every pixel.
    const start = tap == side + 1 ? bias : zeros;
    f32_gemm_blocked_4x8(factors, args.blockRows, padded, depth, panel, start, products);
    factors += tapBytes;
    products += product_tap_bytes(args.blockRows);
    panel += panelBytes;
  }
}

function transform_outputs(
  args: ConvArgs,
  scratch: usize,
  column: i32,
  first: i32,
  tiles: i32,
  down: i32,
  across: i32,
): void {
  const geometry = args.geometry;
  const pixelBytes = (<usize>geometry.outChannels) << 2;
  const lineBytes = <usize>geometry.outWidth * pixelBytes;
  const columns = min(8, geometry.outChannels - column);
  const tileSize = args.tileSize;
  const between = scratch + betweenAt;
  const output = scratch + outputAt;
  const tapBytes = product_tap_bytes(args.blockRows);
  const limits = args.limits;
  let products = products_of(args, scratch);

  for (let tile = first; tile < first + tiles; tile++) {
    const image = tile / (down * across);
    const top = ((tile / across) % down) * tileSize;
    const left = (tile % across) * tileSize;
    const rows = min(tileSize, geometry.outHeight - top);
    const width = min(tileSize, geometry.outWidth - left);
    const pixel = <usize>((image * geometry.outHeight + top) * geometry.outWidth + left);
    const y = args.y + pixel * pixelBytes + ((<usize>column) << 2);
    const whole = rows == tileSize && width == tileSize && columns == 8;
    const to = whole ? y : output;
    const toRow = whole ? lineBytes : (<usize>tileSize) << 5;
    const toPixel = whole ? pixelBytes : 32;
    for (let half: usize = 0; half < 32; half += 16) {
      winograd_output(tileSize, products + half, tapBytes, between, to + half, toRow, toPixel, limits);
    }
    for (let row = 0; row < rows; row++) {
      const line = y + <usize>row * lineBytes;
      if (!whole) {
        for (let x: usize = 0; x < <usize>width; x++) {
          copy_floats(line + x * pixelBytes, output + <usize>row * toRow + (x << 5), (<usize>columns) << 2);
        }
      }
      activate_outputs(args, line - args.y, column, width, columns);
    }
    products += 32;
  }
}

/**
 * Reads a float of each cache line, so that the memory is asked for all of them at once. The product of few tiles is done
 * with a page of the filter before the next one's first lines are there.
 */
function touch(from: usize, byteLength: usize): f32 {
  let sum: f32 = 0;
  for (const end = from + byteLength; from < end; from += 64) sum += load<f32>(from);
  return sum;
}
