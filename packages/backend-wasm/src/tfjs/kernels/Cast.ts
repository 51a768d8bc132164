import type { CastAttrs, KernelFunc } from '@tensorflow/tfjs-core';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** A cast to the type that the data already has shares it, where tfjs copies; other casts are left to tfjs. */
export const cast: KernelDefinition = {
  kernelName: 'Cast',
  create({ heap, count, stock }: KernelContext): KernelFunc {
    return (call) => {
      const { x } = call.inputs as KernelInputs<'x'>;
      const { dtype } = call.attrs as unknown as CastAttrs;
      if (x.dtype === dtype && dtype !== 'string') {
        count('cast_alias');
        return heap.alias(x, x.shape);
      }
      count('Cast:tfjs');
      return stock('Cast')!(call);
    };
  },
};
