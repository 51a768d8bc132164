import type { FusedConv2DAttrs, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { Activation } from '../../../assembly/activation.ts';
import { assertChannelsLast } from '../assert-channels-last.ts';
import { convInfoOf, convolve } from '../conv2d.ts';
import { fusedActivation } from '../fused-activation.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';
import { isPerChannel } from '../per-channel.ts';

/**
 * activation(x * filter + bias): a convolution as `Conv2D`, its bias and activation in the same pass. A bias or PReLU
 * weights that are not one a channel are left to tfjs.
 */
export const fusedConv2D: KernelDefinition = {
  kernelName: 'FusedConv2D',
  create(context: KernelContext): KernelFunc {
    return (call) => {
      const {
        x,
        filter,
        bias,
        preluActivationWeights: alphas,
      } = call.inputs as KernelInputs<'x' | 'filter'> & {
        readonly bias?: TensorInfo;
        readonly preluActivationWeights?: TensorInfo;
      };
      const attrs = call.attrs as unknown as FusedConv2DAttrs;
      const info = convInfoOf(x, filter, attrs);
      assertChannelsLast('FusedConv2D', info.dataFormat);
      const activation = fusedActivation(attrs.activation);
      const known = activation !== undefined && (activation !== Activation.prelu || alphas !== undefined);
      if (!known || !isPerChannel(bias, info.outChannels) || !isPerChannel(alphas, info.outChannels)) {
        context.count('FusedConv2D:tfjs');
        return context.stock('FusedConv2D')!(call);
      }
      return convolve(context, {
        x,
        filter,
        info,
        bias,
        activation,
        alpha: attrs.leakyreluAlpha,
        alphas: activation === Activation.prelu ? alphas : undefined,
      });
    };
  },
};
