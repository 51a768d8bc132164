import { FerError } from '@fer/core';
import { type KernelFunc, type UnsortedSegmentSumAttrs, util } from '@tensorflow/tfjs-core';
import { segmentSum } from '../../steps/segment-sum.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** x [rows, ...] and segmentIds [rows] (int32) give sums [numSegments, ...]; ids outside of 0.. are left out. */
export const unsortedSegmentSum: KernelDefinition = {
  kernelName: 'UnsortedSegmentSum',
  create({ run, heap, count }: KernelContext): KernelFunc {
    return ({ inputs, attrs }) => {
      const { x, segmentIds } = inputs as KernelInputs<'x' | 'segmentIds'>;
      const { numSegments } = attrs as unknown as UnsortedSegmentSumAttrs;
      if (x.dtype !== 'float32') {
        throw new FerError(
          'FER_INVALID_ARGUMENT',
          `UnsortedSegmentSum on the wasm backend adds float32 values, but x is ${x.dtype}. Cast it to float32 first.`,
          { details: { dtype: x.dtype } },
        );
      }
      const rowShape = x.shape.slice(1);
      const out = heap.allocate([numSegments, ...rowShape]);
      const at = { x: heap.address(x), ids: heap.address(segmentIds), out: heap.address(out) };
      run(segmentSum(at, x.shape[0]!, util.sizeFromShape(rowShape), numSegments));
      count('segment_sum');
      return out;
    };
  },
};
