import type { KernelFunc } from '@tensorflow/tfjs-core';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** The same data again, counted once more: tfjs's own kernel copies. Safe because tensors never change in place. */
export const identity: KernelDefinition = {
  kernelName: 'Identity',
  create({ heap, count, stock }: KernelContext): KernelFunc {
    return (call) => {
      const { x } = call.inputs as KernelInputs<'x'>;
      if (x.dtype === 'string') {
        count('Identity:tfjs');
        return stock('Identity')!(call);
      }
      count('identity_alias');
      return heap.alias(x, x.shape);
    };
  },
};
