import { type _FusedMatMulAttrs, type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';
import { multiply } from '../matmul.ts';
import type { Clamp } from '../steps/matmul.ts';

/** The activations that are bounds. */
const clamps: Readonly<Record<string, Clamp>> = {
  linear: { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY },
  relu: { low: 0, high: Number.POSITIVE_INFINITY },
  relu6: { low: 0, high: 6 },
};

/** activation(a · b + bias): a matrix product as `BatchMatMul`, its bias [n] and activation in the same pass. */
export const fusedMatMul: KernelDefinition = {
  kernelName: '_FusedMatMul',
  create(context: KernelContext): KernelFunc {
    return (call) => {
      const { a, b, bias } = call.inputs as KernelInputs<'a' | 'b'> & { readonly bias?: TensorInfo };
      const { transposeA, transposeB, activation } = call.attrs as unknown as _FusedMatMulAttrs;
      const columns = b.shape[b.shape.length - (transposeB ? 2 : 1)]!;
      const clamp = clamps[activation];
      const floats = [a, b, bias].every((input) => !input || input.dtype === 'float32');
      if (!floats || clamp === undefined || (bias && util.sizeFromShape(bias.shape) !== columns)) {
        context.count('_FusedMatMul:tfjs');
        return context.stock('_FusedMatMul')!(call);
      }
      return multiply(context, { a, b, transposeA, transposeB, bias, clamp });
    };
  },
};
