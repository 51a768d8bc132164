import { backend_util, type KernelFunc, type SumAttrs, util } from '@tensorflow/tfjs-core';
import { columnSums } from '../../steps/column-sums.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/**
 * Sums over leading axes (the gradient of a bias, of a broadcast) in place, where tfjs transposes first. All other
 * reductions are left to tfjs.
 */
export const sum: KernelDefinition = {
  kernelName: 'Sum',
  create({ run, heap, count, stock }: KernelContext): KernelFunc {
    return (call) => {
      const { x } = call.inputs as KernelInputs<'x'>;
      const { axis, keepDims } = call.attrs as unknown as SumAttrs;
      const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
      const leading = axes.length < x.shape.length && axes.every((position, index) => position === index);
      if (x.dtype !== 'float32' || !leading || util.sizeFromShape(x.shape) === 0) {
        count('Sum:tfjs');
        return stock('Sum')!(call);
      }
      const rows = util.sizeFromShape(x.shape.slice(0, axes.length));
      const outShape = x.shape.slice(axes.length);
      const columns = util.sizeFromShape(outShape);
      const out = heap.allocate(outShape);
      run(columnSums({ x: heap.address(x), out: heap.address(out) }, rows, columns));
      count('column_sums');
      return keepDims ? { ...out, shape: backend_util.expandShapeToKeepDim(outShape, axes) } : out;
    };
  },
};
