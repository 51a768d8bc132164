import { ConvArgs, load_bias } from './conv-args';
import { f32_gemm_tiles_4x8 } from './f32-gemm-tiles-4x8';
import { finish_outputs } from './finish-outputs';
import { find_patches } from './patch-tiles';

// The scratch: a tile of 32 floats, eight biases, sixteen places of tiles, and from here on the patches.
const biasAt: usize = 128;
const tilesAt: usize = 160;
const patchesAt: usize = 384;

/**
 * Convolution as a matrix product, for any geometry: rows of patches times the filter, packed in panels of eight output
 * channels. A chunk is `chunkRows` output pixels by `chunkColumns` output channels.
 */
export function conv2d_gemm(args: ConvArgs, chunk: i32, thread: i32): void {
  const geometry = args.geometry;
  const outChannels = geometry.outChannels;
  const rowBytes = (<usize>outChannels) << 2;
  const depth = geometry.filterHeight * geometry.filterWidth * geometry.inChannels;
  const total = geometry.batch * geometry.outHeight * geometry.outWidth;
  const firstRow = (chunk / args.columnChunks) * args.chunkRows;
  const endRow = min(total, firstRow + args.chunkRows);
  const firstColumn = (chunk % args.columnChunks) * args.chunkColumns;
  const endColumn = min(outChannels, firstColumn + args.chunkColumns);
  const blockRows = args.blockRows;
  const limits = args.limits;
  const tile = args.scratchOf(thread);
  const bias = tile + biasAt;
  const tiles = tile + tilesAt;
  const pieceBytes = (<usize>(geometry.filterWidth * geometry.inChannels)) << 2;

  for (let row = firstRow; row < endRow; row += blockRows) {
    const rows = min(blockRows, endRow - row);
    const y = args.y + <usize>row * rowBytes;
    find_patches(geometry, args.x, row, rows, tiles, tile + patchesAt);
    for (let column = firstColumn; column < endColumn; column += 8) {
      const columns = min(8, outChannels - column);
      const panel = args.packed + ((<usize>column * <usize>depth) << 2);
      const to = y + ((<usize>column) << 2);
      load_bias(args.bias, column, columns, bias);
      f32_gemm_tiles_4x8(
        tiles,
        rows,
        geometry.filterHeight,
        pieceBytes,
        panel,
        bias,
        limits,
        to,
        rowBytes,
        columns,
        tile,
      );
    }
    const offset = <usize>row * rowBytes + ((<usize>firstColumn) << 2);
    finish_outputs(args, offset, firstColumn, rows, endColumn - firstColumn);
  }
}
