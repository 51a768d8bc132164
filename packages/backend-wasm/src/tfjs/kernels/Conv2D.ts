import type { Conv2DAttrs, KernelFunc } from '@tensorflow/tfjs-core';
import { Activation } from '../../../assembly/activation.ts';
import { assertChannelsLast } from '../assert-channels-last.ts';
import { convInfoOf, convolve } from '../conv2d.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** x [batch, height, width, in], filter [height, width, in, out], any stride, padding and dilation. */
export const conv2D: KernelDefinition = {
  kernelName: 'Conv2D',
  create(context: KernelContext): KernelFunc {
    return ({ inputs, attrs }) => {
      const { x, filter } = inputs as KernelInputs<'x' | 'filter'>;
      const info = convInfoOf(x, filter, attrs as unknown as Conv2DAttrs);
      assertChannelsLast('Conv2D', info.dataFormat);
      return convolve(context, { x, filter, info, activation: Activation.none });
    };
  },
};
