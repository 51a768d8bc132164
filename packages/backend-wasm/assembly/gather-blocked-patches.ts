import { blockDepth, blockRowBytes } from './blocked-rows';
import { ConvGeometry } from './conv-geometry';
import { copy_floats } from './copy-floats';

/**
 * Copies the patches under output pixels (im2col) to blocked rows (blocked-rows.ts) of filterHeight · filterWidth ·
 * inChannels floats, zeros for padding and for the rows that fill `count` up to a multiple of four.
 *
 * The copy pays although the patches could be read in place: every row is read again for each eight output channels,
 * and the GEMM gets by with one pointer.
 *
 * @param first  the first output pixel, counted over the whole batch
 * @param stride rows in a block
 */
export function gather_blocked_patches(
  geometry: ConvGeometry,
  x: usize,
  first: i32,
  count: i32,
  blocks: usize,
  stride: i32,
): void {
  const inHeight = geometry.inHeight;
  const inWidth = geometry.inWidth;
  const outHeight = geometry.outHeight;
  const outWidth = geometry.outWidth;
  const filterHeight = geometry.filterHeight;
  const filterWidth = geometry.filterWidth;
  const dilationHeight = geometry.dilationHeight;
  const dilationWidth = geometry.dilationWidth;
  const channels = geometry.inChannels;
  const blockBytes = <usize>stride * blockRowBytes;
  const pixelBytes = (<usize>channels) << 2;
  const lineBytes = <usize>inWidth * pixelBytes;
  const run = filterWidth * channels;
  const runBytes = (<usize>run) << 2;
  const depth = filterHeight * run;
  const spanHeight = (filterHeight - 1) * dilationHeight + 1;
  const spanWidth = (filterWidth - 1) * dilationWidth + 1;
  const solid = dilationWidth == 1;
  const oneBlock = depth <= blockDepth;
  // First layers: three taps of one channel, copied with what follows them, which the next copy overwrites …
  const oneVector = depth < blockDepth - 4 && runBytes < 16;
  const end = x + <usize>(geometry.batch * inHeight) * lineBytes;
  // … and five taps of one channel, three of two.
  const twoVectors = oneBlock && runBytes >= 16 && runBytes <= 32;
  let column = first % outWidth;
  let row = (first / outWidth) % outHeight;
  let image = first / (outWidth * outHeight);

  for (let m = 0; m < count; m++) {
    const top = row * geometry.strideHeight - geometry.padTop;
    const left = column * geometry.strideWidth - geometry.padLeft;
    const rowsInside = top >= 0 && top + spanHeight <= inHeight;
    if (solid && rowsInside && left >= 0 && left + spanWidth <= inWidth) {
      let from = x + (<usize>(image * inHeight + top) * <usize>inWidth + <usize>left) * pixelBytes;
      const nextLine = <usize>dilationHeight * lineBytes;
      if (oneVector && from + 16 + <usize>(filterHeight - 1) * nextLine <= end) {
        let to = blocks;
        for (let filterY = 0; filterY < filterHeight; filterY++) {
          v128.store(to, v128.load(from));
          to += runBytes;
          from += nextLine;
        }
      } else if (twoVectors) {
        let to = blocks;
        for (let filterY = 0; filterY < filterHeight; filterY++) {
          v128.store(to, v128.load(from));
          v128.store(to + runBytes - 16, v128.load(from + runBytes - 16));
          to += runBytes;
          from += nextLine;
        }
      } else if (oneBlock) {
        let to = blocks;
        for (let filterY = 0; filterY < filterHeight; filterY++) {
          copy_floats(to, from, runBytes);
          to += runBytes;
          from += nextLine;
        }
      } else {
        for (let k = 0; k < depth; k += run) {
          copy_to_blocks(blocks, blockBytes, k, from, run);
          from += nextLine;
        }
      }
    } else {
      let k = 0;
      for (let filterY = 0; filterY < filterHeight; filterY++) {
        const y = top + filterY * dilationHeight;
        for (let filterX = 0; filterX < filterWidth; filterX++) {
          const at = left + filterX * dilationWidth;
          if (<u32>y < <u32>inHeight && <u32>at < <u32>inWidth) {
            const from = x + (<usize>(image * inHeight + y) * <usize>inWidth + <usize>at) * pixelBytes;
            copy_to_blocks(blocks, blockBytes, k, from, channels);
          } else {
            clear_blocks(blocks, blockBytes, k, channels);
          }
          k += channels;
        }
      }
    }
    blocks += blockRowBytes;
    if (++column == outWidth) {
      column = 0;
      if (++row == outHeight) {
        row = 0;
        image++;
      }
    }
  }
  for (let m = count; m & 3; m++) {
    clear_blocks(blocks, blockBytes, 0, depth);
    blocks += blockRowBytes;
  }
}

// A run of floats that starts at float `k` of a row, across its blocks.
function copy_to_blocks(row: usize, blockBytes: usize, k: i32, from: usize, length: i32): void {
  while (length > 0) {
    const offset = k & (blockDepth - 1);
    const part = min(length, blockDepth - offset);
    const to = row + <usize>(k / blockDepth) * blockBytes + ((<usize>offset) << 2);
    copy_floats(to, from, (<usize>part) << 2);
    from += (<usize>part) << 2;
    k += part;
    length -= part;
  }
}

function clear_blocks(row: usize, blockBytes: usize, k: i32, length: i32): void {
  while (length > 0) {
    const offset = k & (blockDepth - 1);
    const part = min(length, blockDepth - offset);
    const to = row + <usize>(k / blockDepth) * blockBytes + ((<usize>offset) << 2);
    for (let at: usize = 0; at < (<usize>part) << 2; at += 4) store<f32>(to + at, 0);
    k += part;
    length -= part;
  }
}
