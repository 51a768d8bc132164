import { ConvGeometry } from './conv-geometry';
import { f32_gemm_rows_4x8 } from './f32-gemm-rows-4x8';
import { gather_patches } from './gather-patches';
import { pack_panels } from './pack-panels';
import { fill_pixel_table } from './pixel-table';
import { fill_row_table } from './row-table';

/**
 * Direct convolution as GEMM: the rows of A are the patches under the output pixels, read in place through a table
 * of pointers (no im2col), or gathered first when `patchStride` > 0.
 *
 * @param x       [batch, inHeight, inWidth, inChannels]
 * @param filter  [filterHeight, filterWidth, inChannels, outChannels]
 * @param y       [batch, outHeight, outWidth, outChannels], overwritten
 * @param panels  workspace: filterHeight * filterWidth * inChannels * ceil8(outChannels) floats
 * @param inputs  workspace: blockRows pointers a tap (one tap if gathered)
 * @param outputs workspace: blockRows pointers
 * @param patches workspace: blockRows * patchStride floats if gathered
 * @param patchStride 0 to read in place, else the patch's size rounded up to a multiple of four
 * @param zeros   max(inChannels, patchStride) zeros
 * @param spare   workspace: ceil8(outChannels) floats, where rows go that do not exist
 * @param scratch workspace: 32 floats
 * @param blockRows output pixels worked on together; a multiple of four
 */
export function f32_conv2d_nhwc(
  geometry: ConvGeometry,
  x: usize,
  filter: usize,
  y: usize,
  panels: usize,
  inputs: usize,
  outputs: usize,
  patches: usize,
  patchStride: usize,
  zeros: usize,
  spare: usize,
  scratch: usize,
  blockRows: i32,
): void {
  const outChannels = geometry.outChannels;
  const taps = geometry.filterHeight * geometry.filterWidth;
  const patchSize = taps * geometry.inChannels;
  const gathered = patchStride > 0;
  const runs = gathered ? 1 : taps;
  const depth = gathered ? patchSize : geometry.inChannels;
  const tapStride = (<usize>blockRows) << 2;
  const total = geometry.batch * geometry.outHeight * geometry.outWidth;

  pack_panels(filter, <usize>outChannels, patchSize, outChannels, panels);

  for (let first = 0; first < total; first += blockRows) {
    const count = min(blockRows, total - first);
    if (gathered) {
      gather_patches(geometry, first, count, x, patches, patchStride);
      fill_row_table(inputs, patches, patchStride, count, zeros);
    } else {
      fill_pixel_table(geometry, inputs, blockRows, first, count, x, zeros);
    }
    fill_row_table(outputs, y + ((<usize>first * <usize>outChannels) << 2), outChannels, count, spare);

    for (let column = 0; column < outChannels; column += 8) {
      const panel = panels + ((<usize>column * <usize>patchSize) << 2);
      const columns = min(8, outChannels - column);
      f32_gemm_rows_4x8(
        inputs,
        count,
        tapStride,
        runs,
        depth,
        panel,
        outputs,
        column,
        columns,
        false,
        scratch,
      );
    }
  }
}
