import {
  backend_util,
  type FusedDepthwiseConv2DAttrs,
  type KernelFunc,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { Activation } from '../../../assembly/activation.ts';
import { depthwiseConv2D } from '../../steps/depthwise-conv2d.ts';
import { geometryOf, isEmpty } from '../conv-info.ts';
import { fusedActivation } from '../fused-activation.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';
import { isPerChannel } from '../per-channel.ts';

/** A depthwise convolution with bias and activation. What cannot be fused channel by channel is left to tfjs. */
export const fusedDepthwiseConv2D: KernelDefinition = {
  kernelName: 'FusedDepthwiseConv2D',
  create({ run, heap, count, stock }: KernelContext): KernelFunc {
    return (call) => {
      const { x, filter, bias, preluActivationWeights } = call.inputs as KernelInputs<'x' | 'filter'> & {
        bias?: TensorInfo;
        preluActivationWeights?: TensorInfo;
      };
      const { strides, dilations, pad, dataFormat, dimRoundingMode, activation, leakyreluAlpha } =
        call.attrs as unknown as FusedDepthwiseConv2DAttrs;
      const shape = x.shape as [number, number, number, number];
      const filterShape = filter.shape as [number, number, number, number];
      const info = backend_util.computeConv2DInfo(
        shape,
        filterShape,
        strides,
        dilations,
        pad,
        dimRoundingMode,
        true,
      );
      const code = fusedActivation(activation);
      const known = code !== undefined && (code !== Activation.prelu || preluActivationWeights !== undefined);
      if (
        !known ||
        dataFormat !== 'NHWC' ||
        !isPerChannel(bias, info.outChannels) ||
        !isPerChannel(preluActivationWeights, info.outChannels)
      ) {
        count('FusedDepthwiseConv2D:tfjs');
        return stock('FusedDepthwiseConv2D')!(call);
      }
      const y = heap.allocate(info.outShape);
      if (isEmpty(info)) return y;
      const at = {
        x: heap.address(x),
        filter: heap.address(filter),
        bias: bias === undefined ? 0 : heap.address(bias),
        alphas: preluActivationWeights === undefined ? 0 : heap.address(preluActivationWeights),
        y: heap.address(y),
      };
      run(depthwiseConv2D(at, geometryOf(info), code, leakyreluAlpha ?? 0));
      count('depthwise_conv2d');
      return y;
    };
  },
};
