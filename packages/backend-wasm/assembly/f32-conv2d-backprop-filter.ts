import { ConvGeometry } from './conv-geometry';
import { f32_gemm_outer_4x8 } from './f32-gemm-outer-4x8';
import { gather_patches } from './gather-patches';
import { pack_panels } from './pack-panels';
import { fill_pixel_table } from './pixel-table';
import { fill_row_table } from './row-table';

/**
 * The gradient of a convolution with respect to its filter: for every tap, Xᵀ·dY summed over all output pixels.
 *
 * Works through blocks of output pixels small enough that their input pixels and gradients stay in the first-level
 * cache while all tiles of the filter pass over them.
 *
 * @param x       [batch, inHeight, inWidth, inChannels]
 * @param dy      [batch, outHeight, outWidth, outChannels]
 * @param dfilter [filterHeight, filterWidth, inChannels, outChannels], overwritten
 * @param panels  workspace: blockRows * ceil8(outChannels) floats
 * @param inputs  workspace: blockRows pointers a tap (one tap if gathered)
 * @param patches workspace: blockRows * patchStride floats if gathered
 * @param patchStride 0 to read in place (inChannels must be a multiple of four), else the patch's size rounded up
 * @param zeros   max(inChannels, patchStride) zeros
 * @param scratch workspace: 32 floats
 */
export function f32_conv2d_backprop_filter(
  geometry: ConvGeometry,
  x: usize,
  dy: usize,
  dfilter: usize,
  panels: usize,
  inputs: usize,
  patches: usize,
  patchStride: usize,
  zeros: usize,
  scratch: usize,
  blockRows: i32,
): void {
  const outChannels = geometry.outChannels;
  const taps = geometry.filterHeight * geometry.filterWidth;
  const patchSize = taps * geometry.inChannels;
  const gathered = patchStride > 0;
  const runs = gathered ? 1 : taps;
  const depth = gathered ? patchSize : geometry.inChannels;
  const total = geometry.batch * geometry.outHeight * geometry.outWidth;

  memory.fill(dfilter, 0, (<usize>patchSize * <usize>outChannels) << 2);

  for (let first = 0; first < total; first += blockRows) {
    const count = min(blockRows, total - first);
    if (gathered) {
      gather_patches(geometry, first, count, x, patches, patchStride);
      fill_row_table(inputs, patches, patchStride, count, zeros);
    } else {
      fill_pixel_table(geometry, inputs, blockRows, first, count, x, zeros);
    }
    pack_panels(
      dy + ((<usize>first * <usize>outChannels) << 2),
      <usize>outChannels,
      count,
      outChannels,
      panels,
    );

    for (let run = 0; run < runs; run++) {
      const rows = inputs + ((<usize>(run * blockRows)) << 2);
      const tile = dfilter + ((<usize>(run * depth) * <usize>outChannels) << 2);
      for (let column = 0; column < outChannels; column += 8) {
        const panel = panels + ((<usize>column * <usize>count) << 2);
        const columns = min(8, outChannels - column);
        const c = tile + ((<usize>column) << 2);
        f32_gemm_outer_4x8(rows, count, depth, panel, c, outChannels, columns, scratch);
      }
    }
  }
}
