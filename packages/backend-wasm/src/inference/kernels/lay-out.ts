import { type StridedLayout, stridedCopy } from '../../steps/strided-copy.ts';
import { inputLengthsOf, outputLengthOf } from '../op-lengths.ts';
import type { ConcatenateOp, PermuteOp, SliceOp, UpSampleOp } from '../plan.ts';
import { type OpKernel, withoutWeights } from './op-kernel.ts';

export function concatenateKernel(op: ConcatenateOp): OpKernel {
  const { pixels, channels } = op;
  const width = channels.reduce((sum, count) => sum + count, 0);
  const firsts = channels.map((_, index) => channels.slice(0, index).reduce((sum, count) => sum + count, 0));
  return {
    resident: [],
    workspaceFloats: () => 0,
    run: ({ inputs, output }, images) =>
      channels.map((count, index) =>
        stridedCopy(
          { x: inputs[index]!, y: output + firsts[index]! * 4 },
          {
            sizes: [pixels, count],
            xStrides: [count, 1],
            yStrides: [width, 1],
            xImage: pixels * count,
            yImage: pixels * width,
          },
          images,
        ),
      ),
  };
}

export function sliceKernel(op: SliceOp): OpKernel {
  const { pixels, channels, first, count } = op;
  const strides = { sizes: [pixels, count], xStrides: [channels, 1], yStrides: [count, 1] };
  return withoutWeights(({ inputs, output }, images) =>
    stridedCopy({ x: inputs[0]! + first * 4, y: output }, { ...strides, ...imagesOf(op) }, images),
  );
}

export function permuteKernel(op: PermuteOp): OpKernel {
  const { sizes, order } = op;
  const strides = denseStrides(sizes);
  const target = order.map((axis) => sizes[axis]!);
  const layout = {
    sizes: target,
    xStrides: order.map((axis) => strides[axis]!),
    yStrides: denseStrides(target),
  };
  return withoutWeights(({ inputs, output }, images) =>
    stridedCopy({ x: inputs[0]!, y: output }, { ...layout, ...imagesOf(op) }, images),
  );
}

/** Rows and columns that are read again have a stride of 0. */
export function upSampleKernel(op: UpSampleOp): OpKernel {
  const { inHeight, inWidth, channels, rows, columns } = op;
  const sizes = [inHeight, rows, inWidth, columns, channels];
  const layout = { sizes, xStrides: [inWidth * channels, 0, channels, 0, 1], yStrides: denseStrides(sizes) };
  return withoutWeights(({ inputs, output }, images) =>
    stridedCopy({ x: inputs[0]!, y: output }, { ...layout, ...imagesOf(op) }, images),
  );
}

function imagesOf(op: SliceOp | PermuteOp | UpSampleOp): Pick<StridedLayout, 'xImage' | 'yImage'> {
  return { xImage: inputLengthsOf(op)[0]!, yImage: outputLengthOf(op) };
}

/** Of an array without gaps. */
function denseStrides(sizes: readonly number[]): number[] {
  return sizes.map((_, axis) => sizes.slice(axis + 1).reduce((product, size) => product * size, 1));
}
