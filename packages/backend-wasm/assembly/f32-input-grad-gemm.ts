import { clear_images } from './clear-images';
import { ConvGeometry } from './conv-geometry';
import { f32_gemm_rows_4x8 } from './f32-gemm-rows-4x8';
import { fill_pixel_table } from './pixel-table';
import { fill_row_table } from './row-table';
import { Scratch } from './scratch';

/** The arguments of `input_grad_gemm`, after the scratch's; a `ConvGeometry` follows. */
@unmanaged
export class InputGradGemmArgs extends Scratch {
  /** `[batch, outHeight, outWidth, outChannels]` */
  dy: usize;
  /** What `input_grad_gemm_pack` made of the filter. */
  panels: usize;
  /** `[batch, inHeight, inWidth, inChannels]`, overwritten */
  dx: usize;
  /** Images in a group. */
  groupImages: i32;
  /** Slices of the input channels; chunks are [groups, slices]. */
  slices: i32;
  /** Input channels in a slice, a multiple of eight. */
  sliceChannels: i32;
  /** Output pixels that are worked on together, a multiple of four. */
  blockRows: i32;

  @inline
  get geometry(): ConvGeometry {
    return changetype<ConvGeometry>(changetype<usize>(this) + offsetof<InputGradGemmArgs>());
  }
}

/**
 * The gradient of a convolution by its input: for every tap, dY·Fᵀ is added to the input pixels under that tap. Any
 * stride, padding and dilation. Within one tap no two output pixels share an input pixel, so tiles can add straight to
 * memory and the usual buffer of columns (col2im) is not needed.
 *
 * The scratch: blockRows pointers a tap; blockRows pointers; ceil8(inChannels) floats, where gradients of the padding
 * go; outChannels zeros; 32 floats.
 */
export function input_grad_gemm(args: InputGradGemmArgs, chunk: i32, thread: i32): void {
  const geometry = args.geometry;
  const inChannels = geometry.inChannels;
  const outChannels = geometry.outChannels;
  const blockRows = args.blockRows;
  const taps = geometry.filterHeight * geometry.filterWidth;
  const group = chunk / args.slices;
  const firstChannel = (chunk % args.slices) * args.sliceChannels;
  const endChannel = min(inChannels, firstChannel + args.sliceChannels);
  const imagePixels = geometry.outHeight * geometry.outWidth;
  const firstImage = group * args.groupImages;
  const endImage = min(geometry.batch, firstImage + args.groupImages);
  const inFloats = (inChannels + 7) & ~7;

  const targets = args.scratchOf(thread);
  const rows = targets + ((<usize>(blockRows * taps)) << 2);
  const spare = rows + ((<usize>blockRows) << 2);
  const zeros = spare + ((<usize>inFloats) << 2);
  const tile = zeros + ((<usize>outChannels) << 2);

  memory.fill(spare, 0, (<usize>(inFloats + outChannels)) << 2);
  clear_images(geometry, args.dx, firstImage, endImage, firstChannel, endChannel - firstChannel);
  for (let first = firstImage * imagePixels; first < endImage * imagePixels; first += blockRows) {
    const count = min(blockRows, endImage * imagePixels - first);
    fill_pixel_table(geometry, targets, blockRows, first, count, args.dx, spare);
    fill_row_table(rows, args.dy + ((<usize>first * <usize>outChannels) << 2), outChannels, count, zeros);
    for (let tap = 0; tap < taps; tap++) {
      const outputs = targets + ((<usize>(tap * blockRows)) << 2);
      for (let column = firstChannel; column < endChannel; column += 8) {
        const panel = args.panels + ((<usize>((tap * inFloats + column) * outChannels)) << 2);
        const columns = min(8, endChannel - column);
        f32_gemm_rows_4x8(rows, count, outChannels, panel, outputs, column, columns, tile);
      }
    }
  }
}
