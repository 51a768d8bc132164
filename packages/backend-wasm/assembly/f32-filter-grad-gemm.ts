import { ConvGeometry } from './conv-geometry';
import { f32_gemm_outer_4x8 } from './f32-gemm-outer-4x8';
import { gather_patches } from './gather-patches';
import { pack_panels } from './pack-panels';
import { fill_pixel_table } from './pixel-table';
import { fill_row_table } from './row-table';
import { Scratch } from './scratch';

/** The arguments of `filter_grad_gemm`, after the scratch's; a `ConvGeometry` follows. */
@unmanaged
export class FilterGradGemmArgs extends Scratch {
  /** `[batch, inHeight, inWidth, inChannels]` */
  x: usize;
  /** `[batch, outHeight, outWidth, outChannels]` */
  dy: usize;
  /** `[groups, filterHeight, filterWidth, inChannels, outChannels]`, overwritten */
  partials: usize;
  /** Output pixels, counted over the whole batch, whose sum is one partial. */
  groupPixels: i32;
  /** Slices of the output channels; chunks are [groups, slices]. */
  slices: i32;
  /** Output channels in a slice, a multiple of eight. */
  sliceChannels: i32;
  /** Output pixels that are worked on together, a multiple of four. */
  blockRows: i32;
  /** 0 to read x in place (inChannels must be a multiple of four), else the size of a gathered patch, rounded up. */
  patchStride: i32;

  @inline
  get geometry(): ConvGeometry {
    return changetype<ConvGeometry>(changetype<usize>(this) + offsetof<FilterGradGemmArgs>());
  }
}

/**
 * The gradient of a convolution by its filter: for every tap, Xᵀ·dY summed over all output pixels. Any stride, padding
 * and dilation. Works through blocks of output pixels small enough that their input pixels and gradients stay in the
 * first-level cache while all tiles of the filter pass over them. A chunk takes the pixels of one group and the output
 * channels of one slice.
 *
 * The scratch: blockRows · sliceChannels floats; 32 floats; blockRows pointers a tap (one if gathered);
 * max(inChannels, patchStride) floats; blockRows · patchStride floats.
 */
export function filter_grad_gemm(args: FilterGradGemmArgs, chunk: i32, thread: i32): void {
  const geometry = args.geometry;
  const outChannels = geometry.outChannels;
  const blockRows = args.blockRows;
  const patchStride = args.patchStride;
  const gathered = patchStride > 0;
  const taps = geometry.filterHeight * geometry.filterWidth;
  const runs = gathered ? 1 : taps;
  const depth = gathered ? taps * geometry.inChannels : geometry.inChannels;
  const zeroFloats = <usize>max(geometry.inChannels, patchStride);

  const group = chunk / args.slices;
  const firstChannel = (chunk % args.slices) * args.sliceChannels;
  const channels = min(args.sliceChannels, outChannels - firstChannel);
  const firstPixel = group * args.groupPixels;
  const endPixel = min(geometry.batch * geometry.outHeight * geometry.outWidth, firstPixel + args.groupPixels);

  const panels = args.scratchOf(thread);
  const tile = panels + ((<usize>(blockRows * args.sliceChannels)) << 2);
  const table = tile + 128;
  const zeros = table + ((<usize>(blockRows * runs)) << 2);
  const patches = zeros + (zeroFloats << 2);
  const rowBytes = (<usize>outChannels) << 2;
  const filterRows = taps * geometry.inChannels;
  const sums = args.partials + <usize>(group * filterRows) * rowBytes + ((<usize>firstChannel) << 2);

  memory.fill(zeros, 0, zeroFloats << 2);
  for (let row: usize = 0; row < <usize>filterRows; row++) {
    memory.fill(sums + row * rowBytes, 0, (<usize>channels) << 2);
  }
  for (let first = firstPixel; first < endPixel; first += blockRows) {
    const count = min(blockRows, endPixel - first);
    if (gathered) {
      gather_patches(geometry, first, count, args.x, patches, patchStride);
      fill_row_table(table, patches, patchStride, count, zeros);
    } else {
      fill_pixel_table(geometry, table, blockRows, first, count, args.x, zeros);
    }
    const dy = args.dy + <usize>first * rowBytes + ((<usize>firstChannel) << 2);
    pack_panels(dy, outChannels, count, channels, panels);
    for (let run = 0; run < runs; run++) {
      const rows = table + ((<usize>(run * blockRows)) << 2);
      const out = sums + <usize>(run * depth) * rowBytes;
      for (let column = 0; column < channels; column += 8) {
        const panel = panels + ((<usize>(column * count)) << 2);
        const c = out + ((<usize>column) << 2);
        f32_gemm_outer_4x8(rows, count, depth, panel, c, outChannels, min(8, channels - column), tile);
      }
    }
  }
}
