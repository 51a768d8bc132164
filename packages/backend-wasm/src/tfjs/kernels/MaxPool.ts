import { backend_util, type KernelFunc, type MaxPoolAttrs } from '@tensorflow/tfjs-core';
import { maxPool2D } from '../../steps/pool2d.ts';
import { geometryOf, isEmpty } from '../conv-info.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** x [batch, height, width, channels] gives the largest value of each window. */
export const maxPool: KernelDefinition = {
  kernelName: 'MaxPool',
  create({ run, heap, count, stock }: KernelContext): KernelFunc {
    return (call) => {
      const { x } = call.inputs as KernelInputs<'x'>;
      if (x.dtype !== 'float32') {
        // It names the type that it refuses.
        count('MaxPool:tfjs');
        return stock('MaxPool')!(call);
      }
      const { filterSize, strides, pad, dimRoundingMode } = call.attrs as unknown as MaxPoolAttrs;
      const shape = x.shape as [number, number, number, number];
      const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
      const y = heap.allocate(info.outShape);
      if (isEmpty(info)) return y;
      run(maxPool2D({ x: heap.address(x), y: heap.address(y) }, geometryOf(info)));
      count('max_pool_2d');
      return y;
    };
  },
};
