import {
  backend_util,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  type KernelFunc,
  util,
} from '@tensorflow/tfjs-core';
import { geometryLength, geometryOf, geometryWords, isEmpty } from '../conv-geometry.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** dy [batch, outHeight, outWidth, in * multiplier] and filter [height, width, in, multiplier] give dx. */
export const depthwiseConv2dNativeBackpropInput: KernelDefinition = {
  kernelName: 'DepthwiseConv2dNativeBackpropInput',
  create({ exports, heap, count }: KernelContext): KernelFunc {
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
      heap.withWorkspace({ geometry: geometryLength }, (at) => {
        heap.writeInt32(at.geometry, geometryWords(geometryOf(info)));
        exports.f32_depthwise_backprop_input(
          at.geometry,
          heap.address(dy),
          heap.address(filter),
          heap.address(dx),
        );
      });
      count('f32_depthwise_backprop_input');
      return dx;
    };
  },
};
