import { backend_util, type KernelFunc, type MaxPoolGradAttrs, util } from '@tensorflow/tfjs-core';
import { geometryLength, geometryOf, geometryWords, isEmpty } from '../conv-geometry.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** dy [batch, outHeight, outWidth, channels] gives dx of the shape of `input`. */
export const maxPoolGrad: KernelDefinition = {
  kernelName: 'MaxPoolGrad',
  create({ exports, heap, count }: KernelContext): KernelFunc {
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
      heap.withWorkspace({ geometry: geometryLength }, (at) => {
        heap.writeInt32(at.geometry, geometryWords(geometryOf(info)));
        exports.f32_max_pool_grad(
          at.geometry,
          heap.address(input),
          heap.address(output),
          heap.address(dy),
          heap.address(dx),
        );
      });
      count('f32_max_pool_grad');
      return dx;
    };
  },
};
