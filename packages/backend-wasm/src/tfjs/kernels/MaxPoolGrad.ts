import { backend_util, type KernelFunc, type MaxPoolGradAttrs, util } from '@tensorflow/tfjs-core';
import { maxPoolGrad as maxPoolGradStep } from '../../steps/pool2d-grad.ts';
import { geometryOf, isEmpty } from '../conv-info.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** dy [batch, outHeight, outWidth, channels] gives dx of the shape of `input`. */
export const maxPoolGrad: KernelDefinition = {
  kernelName: 'MaxPoolGrad',
  create({ run, heap, count }: KernelContext): KernelFunc {
    return ({ inputs, attrs }) => {
      const { dy, input, output } = inputs as KernelInputs<'dy' | 'input' | 'output'>;
      const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as MaxPoolGradAttrs;
      const shape = input.shape as [number, number, number, number];
      const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
      const dx = heap.allocate(shape);
      if (isEmpty(info)) {
        heap.clear(heap.address(dx), util.sizeFromShape(shape));
        return dx;
      }
      const at = {
        x: heap.address(input),
        y: heap.address(output),
        dy: heap.address(dy),
        dx: heap.address(dx),
      };
      run(maxPoolGradStep(at, geometryOf(info)));
      count('max_pool_grad');
      return dx;
    };
  },
};
