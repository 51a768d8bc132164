import { type AvgPoolGradAttrs, backend_util, type KernelFunc, util } from '@tensorflow/tfjs-core';
import { averagePoolGrad } from '../../steps/pool2d-grad.ts';
import { geometryOf, isEmpty } from '../conv-info.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** dy [batch, outHeight, outWidth, channels] gives dx of the shape of `input`. */
export const avgPoolGrad: KernelDefinition = {
  kernelName: 'AvgPoolGrad',
  create({ run, heap, count }: KernelContext): KernelFunc {
    return ({ inputs, attrs }) => {
      const { dy, input } = inputs as KernelInputs<'dy' | 'input'>;
      const { filterSize, strides, pad } = attrs as unknown as AvgPoolGradAttrs;
      const shape = input.shape as [number, number, number, number];
      const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad);
      const dx = heap.allocate(shape);
      if (isEmpty(info)) {
        heap.clear(heap.address(dx), util.sizeFromShape(shape));
        return dx;
      }
      run(averagePoolGrad({ dy: heap.address(dy), dx: heap.address(dx) }, geometryOf(info)));
      count('average_pool_grad');
      return dx;
    };
  },
};
