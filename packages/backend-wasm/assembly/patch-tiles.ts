import { ConvGeometry } from './conv-geometry';
import { gather_patches } from './gather-patches';

/** Where the patches under four output pixels lie. Each has a piece for every line of the filter. */
@unmanaged
export class PatchTile {
  /** The first patch. */
  first: usize;
  /** From a patch to the next. */
  rowBytes: usize;
  /** From a piece of a patch to the next. */
  pieceBytes: usize;
}

/**
 * Finds the patches under output pixels: in the image, where four neighbours of a row have theirs wholly inside and
 * without gaps; else copied (im2col), zeros for padding.
 *
 * @param first   the first output pixel, counted over the whole batch
 * @param tiles   ceil(count / 4) tiles, overwritten
 * @param patches room for `count` patches, rounded up to a multiple of four
 */
export function find_patches(
  geometry: ConvGeometry,
  x: usize,
  first: i32,
  count: i32,
  tiles: usize,
  patches: usize,
): void {
  const outWidth = geometry.outWidth;
  const outHeight = geometry.outHeight;
  const inWidth = geometry.inWidth;
  const inHeight = geometry.inHeight;
  const depth = geometry.filterHeight * geometry.filterWidth * geometry.inChannels;
  const depthBytes = (<usize>depth) << 2;
  const pixelBytes = (<usize>geometry.inChannels) << 2;
  const lineBytes = <usize>inWidth * pixelBytes;
  const height = (geometry.filterHeight - 1) * geometry.dilationHeight + 1;
  const solid = geometry.dilationWidth == 1;
  const width = 3 * geometry.strideWidth + geometry.filterWidth;
  let column = first % outWidth;
  let row = (first / outWidth) % outHeight;
  let image = first / (outWidth * outHeight);

  for (let m = 0; m < count; m += 4) {
    const top = row * geometry.strideHeight - geometry.padTop;
    const left = column * geometry.strideWidth - geometry.padLeft;
    const rows = min(4, count - m);
    const tile = changetype<PatchTile>(tiles);
    // Four in a row are never cut short by `count`, which ends at a multiple of four or with the last row.
    if (
      solid &&
      column + 4 <= outWidth &&
      top >= 0 &&
      top + height <= inHeight &&
      left >= 0 &&
      left + width <= inWidth
    ) {
      tile.first = x + <usize>(image * inHeight + top) * lineBytes + <usize>left * pixelBytes;
      tile.rowBytes = <usize>geometry.strideWidth * pixelBytes;
      tile.pieceBytes = <usize>geometry.dilationHeight * lineBytes;
    } else {
      gather_patches(geometry, first + m, rows, x, patches, depth);
      memory.fill(patches + <usize>rows * depthBytes, 0, <usize>(4 - rows) * depthBytes);
      tile.first = patches;
      tile.rowBytes = depthBytes;
      tile.pieceBytes = <usize>geometry.filterWidth * pixelBytes;
    }
    tiles += offsetof<PatchTile>();
    patches += 4 * depthBytes;
    column += 4;
    while (column >= outWidth) {
      column -= outWidth;
      if (++row == outHeight) {
        row = 0;
        image++;
      }
    }
  }
}
