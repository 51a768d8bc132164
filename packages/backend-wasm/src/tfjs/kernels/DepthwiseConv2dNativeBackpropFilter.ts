import {
  backend_util,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  type KernelFunc,
  util,
} from '@tensorflow/tfjs-core';
import { depthwiseFilterGrad } from '../../steps/depthwise-grad.ts';
import { geometryOf, isEmpty } from '../conv-info.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** x [batch, height, width, in] and dy [batch, outHeight, outWidth, in * multiplier] give dfilter. */
export const depthwiseConv2dNativeBackpropFilter: KernelDefinition = {
  kernelName: 'DepthwiseConv2dNativeBackpropFilter',
  create({ run, heap, count }: KernelContext): KernelFunc {
    return ({ inputs, attrs }) => {
      const { x, dy } = inputs as KernelInputs<'x' | 'dy'>;
      const { strides, dilations, pad, dimRoundingMode, filterShape } =
        attrs as unknown as DepthwiseConv2dNativeBackpropFilterAttrs;
      const info = backend_util.computeConv2DInfo(
        x.shape as [number, number, number, number],
        filterShape,
        strides,
        dilations,
        pad,
        dimRoundingMode,
        true,
      );
      const dfilter = heap.allocate(filterShape);
      if (isEmpty(info)) {
        heap.clear(heap.address(dfilter), util.sizeFromShape(filterShape));
        return dfilter;
      }
      run(
        depthwiseFilterGrad(
          { x: heap.address(x), dy: heap.address(dy), dfilter: heap.address(dfilter) },
          geometryOf(info),
        ),
      );
      count('depthwise_filter_grad');
      return dfilter;
    };
  },
};
