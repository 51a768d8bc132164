import { ConvGeometry } from './conv-geometry';
import { f32_gemm_rows_4x8 } from './f32-gemm-rows-4x8';
import { pack_panels_transposed } from './pack-panels';
import { fill_pixel_table } from './pixel-table';
import { fill_row_table } from './row-table';

/**
 * The gradient of a convolution with respect to its input: for every tap, dY·Fᵀ is added to the input pixels under
 * that tap. Within one tap no two output pixels share an input pixel, so tiles can add straight to memory and the
 * usual buffer of columns (col2im) is not needed.
 *
 * @param dy      [batch, outHeight, outWidth, outChannels]
 * @param filter  [filterHeight, filterWidth, inChannels, outChannels]
 * @param dx      [batch, inHeight, inWidth, inChannels], overwritten
 * @param panels  workspace: filterHeight * filterWidth * outChannels * ceil8(inChannels) floats
 * @param inputs  workspace: blockRows pointers a tap
 * @param outputs workspace: blockRows pointers
 * @param zeros   outChannels zeros
 * @param spare   workspace: ceil8(inChannels) floats, where gradients of the padding go
 * @param scratch workspace: 32 floats
 */
export function f32_conv2d_backprop_input(
  geometry: ConvGeometry,
  dy: usize,
  filter: usize,
  dx: usize,
  panels: usize,
  inputs: usize,
  outputs: usize,
  zeros: usize,
  spare: usize,
  scratch: usize,
  blockRows: i32,
): void {
  const inChannels = geometry.inChannels;
  const outChannels = geometry.outChannels;
  const taps = geometry.filterHeight * geometry.filterWidth;
  const total = geometry.batch * geometry.outHeight * geometry.outWidth;
  const inputSize = <usize>(geometry.batch * geometry.inHeight * geometry.inWidth) * <usize>inChannels;
  const tapFloats = <usize>outChannels * <usize>((inChannels + 7) & ~7);

  memory.fill(dx, 0, inputSize << 2);
  for (let tap = 0; tap < taps; tap++) {
    const source = filter + ((<usize>(tap * inChannels) * <usize>outChannels) << 2);
    pack_panels_transposed(
      source,
      outChannels,
      outChannels,
      inChannels,
      panels + ((<usize>tap * tapFloats) << 2),
    );
  }

  for (let first = 0; first < total; first += blockRows) {
    const count = min(blockRows, total - first);
    fill_pixel_table(geometry, inputs, blockRows, first, count, dx, spare);
    fill_row_table(outputs, dy + ((<usize>first * <usize>outChannels) << 2), outChannels, count, zeros);

    for (let tap = 0; tap < taps; tap++) {
      const targets = inputs + ((<usize>(tap * blockRows)) << 2);
      const tapPanels = panels + ((<usize>tap * tapFloats) << 2);
      for (let column = 0; column < inChannels; column += 8) {
        const panel = tapPanels + ((<usize>column * <usize>outChannels) << 2);
        const columns = min(8, inChannels - column);
        f32_gemm_rows_4x8(outputs, count, 0, 1, outChannels, panel, targets, column, columns, true, scratch);
      }
    }
  }
}
