import { backend_util, type DepthwiseConv2dNativeAttrs, type KernelFunc } from '@tensorflow/tfjs-core';
import { Activation } from '../../../assembly/activation.ts';
import { depthwiseConv2D } from '../../steps/depthwise-conv2d.ts';
import { assertChannelsLast } from '../assert-channels-last.ts';
import { geometryOf, isEmpty } from '../conv-info.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** x [batch, height, width, in] and filter [height, width, in, multiplier], any stride, padding and dilation. */
export const depthwiseConv2dNative: KernelDefinition = {
  kernelName: 'DepthwiseConv2dNative',
  create({ run, heap, count }: KernelContext): KernelFunc {
    return ({ inputs, attrs }) => {
      const { x, filter } = inputs as KernelInputs<'x' | 'filter'>;
      const { strides, dilations, pad, dataFormat, dimRoundingMode } =
        attrs as unknown as DepthwiseConv2dNativeAttrs;
      const info = backend_util.computeConv2DInfo(
        x.shape as [number, number, number, number],
        filter.shape as [number, number, number, number],
        strides,
        dilations ?? [1, 1],
        pad,
        dimRoundingMode,
        true,
        backend_util.convertConv2DDataFormat(dataFormat ?? 'NHWC'),
      );
      assertChannelsLast('DepthwiseConv2dNative', info.dataFormat);
      const y = heap.allocate(info.outShape);
      if (isEmpty(info)) return y;
      const at = {
        x: heap.address(x),
        filter: heap.address(filter),
        bias: 0,
        alphas: 0,
        y: heap.address(y),
      };
      run(depthwiseConv2D(at, geometryOf(info), Activation.none));
      count('depthwise_conv2d');
      return y;
    };
  },
};
