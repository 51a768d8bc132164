import { type AvgPoolAttrs, backend_util, type KernelFunc } from '@tensorflow/tfjs-core';
import { averagePool2D } from '../../steps/pool2d.ts';
import { geometryOf, isEmpty } from '../conv-info.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** x [batch, height, width, channels] gives the mean of each window, padding left out. */
export const avgPool: KernelDefinition = {
  kernelName: 'AvgPool',
  create({ run, heap, count, stock }: KernelContext): KernelFunc {
    return (call) => {
      const { x } = call.inputs as KernelInputs<'x'>;
      if (x.dtype !== 'float32') {
        count('AvgPool:tfjs');
        return stock('AvgPool')!(call);
      }
      const { filterSize, strides, pad, dimRoundingMode } = call.attrs as unknown as AvgPoolAttrs;
      const shape = x.shape as [number, number, number, number];
      const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
      const y = heap.allocate(info.outShape);
      if (isEmpty(info)) return y;
      run(averagePool2D({ x: heap.address(x), y: heap.address(y) }, geometryOf(info)));
      count('average_pool_2d');
      return y;
    };
  },
};
