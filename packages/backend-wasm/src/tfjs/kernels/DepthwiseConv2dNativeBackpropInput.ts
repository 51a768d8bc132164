import {
  backend_util,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  type KernelFunc,
  util,
} from '@tensorflow/tfjs-core';
import { depthwiseInputGrad } from '../../steps/depthwise-grad.ts';
import { geometryOf, isEmpty } from '../conv-info.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** dy [batch, outHeight, outWidth, in * multiplier] and filter [height, width, in, multiplier] give dx. */
export const depthwiseConv2dNativeBackpropInput: KernelDefinition = {
  kernelName: 'DepthwiseConv2dNativeBackpropInput',
  create({ run, heap, count }: KernelContext): KernelFunc {
    return ({ inputs, attrs }) => {
      const { dy, filter } = inputs as KernelInputs<'dy' | 'filter'>;
      const { strides, dilations, pad, dimRoundingMode, inputShape } =
        attrs as unknown as DepthwiseConv2dNativeBackpropInputAttrs;
      const info = backend_util.computeConv2DInfo(
        inputShape,
        filter.shape as [number, number, number, number],
        strides,
        dilations,
        pad,
        dimRoundingMode,
        true,
      );
      const dx = heap.allocate(inputShape);
      if (isEmpty(info)) {
        heap.clear(heap.address(dx), util.sizeFromShape(inputShape));
        return dx;
      }
      run(
        depthwiseInputGrad(
          { dy: heap.address(dy), filter: heap.address(filter), dx: heap.address(dx) },
          geometryOf(info),
        ),
      );
      count('depthwise_input_grad');
      return dx;
    };
  },
};
