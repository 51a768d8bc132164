import type { _FusedMatMulAttrs, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { Activation } from '../../../assembly/activation.ts';
import { fusedActivation } from '../fused-activation.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';
import { multiply } from '../matmul.ts';
import { isPerChannel } from '../per-channel.ts';

/**
 * activation(a · b + bias): a matrix product as `BatchMatMul`, its bias [n] and activation in the same pass. What is
 * not per column is left to tfjs.
 */
export const fusedMatMul: KernelDefinition = {
  kernelName: '_FusedMatMul',
  create(context: KernelContext): KernelFunc {
    return (call) => {
      const {
        a,
        b,
        bias,
        preluActivationWeights: alphas,
      } = call.inputs as KernelInputs<'a' | 'b'> & {
        readonly bias?: TensorInfo;
        readonly preluActivationWeights?: TensorInfo;
      };
      const attrs = call.attrs as unknown as _FusedMatMulAttrs;
      const { transposeA, transposeB, leakyreluAlpha: alpha } = attrs;
      const columns = b.shape[b.shape.length - (transposeB ? 2 : 1)]!;
      const activation = fusedActivation(attrs.activation);
      const known = activation !== undefined && (activation !== Activation.prelu || alphas !== undefined);
      const floats = a.dtype === 'float32' && b.dtype === 'float32';
      if (!known || !floats || !isPerChannel(bias, columns) || !isPerChannel(alphas, columns)) {
        context.count('_FusedMatMul:tfjs');
        return context.stock('_FusedMatMul')!(call);
      }
      return multiply(context, {
        a,
        b,
        transposeA,
        transposeB,
        bias,
        activation,
        alpha,
        alphas: activation === Activation.prelu ? alphas : undefined,
      });
    };
  },
};
