import type { BatchMatMulAttrs, KernelFunc } from '@tensorflow/tfjs-core';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';
import { multiply } from '../matmul.ts';

/** a [..., m, k] (or [..., k, m]) times b [..., k, n] (or [..., n, k]), leading dimensions broadcast: [..., m, n]. */
export const batchMatMul: KernelDefinition = {
  kernelName: 'BatchMatMul',
  create(context: KernelContext): KernelFunc {
    return (call) => {
      const { a, b } = call.inputs as KernelInputs<'a' | 'b'>;
      const { transposeA, transposeB } = call.attrs as unknown as BatchMatMulAttrs;
      if (a.dtype !== 'float32' || b.dtype !== 'float32') {
        context.count('BatchMatMul:tfjs');
        return context.stock('BatchMatMul')!(call);
      }
      return multiply(context, { a, b, transposeA, transposeB });
    };
  },
};
