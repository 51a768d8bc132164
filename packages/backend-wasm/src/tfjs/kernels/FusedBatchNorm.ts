import { type FusedBatchNormAttrs, type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { Activation } from '../../../assembly/activation.ts';
import { batchNormScale } from '../../steps/batch-norm.ts';
import { scaleShift } from '../../steps/scale-shift.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** Normalises the channels of x [..., channels] by a given mean and variance [channels]. */
export const fusedBatchNorm: KernelDefinition = {
  kernelName: 'FusedBatchNorm',
  create({ run, heap, count, stock }: KernelContext): KernelFunc {
    return (call) => {
      const { x, mean, variance, offset, scale } = call.inputs as KernelInputs<'x' | 'mean' | 'variance'> & {
        readonly offset?: TensorInfo | null;
        readonly scale?: TensorInfo | null;
      };
      const { varianceEpsilon } = call.attrs as unknown as FusedBatchNormAttrs;
      const channels = x.shape.at(-1) ?? 1;
      const rows = util.sizeFromShape(x.shape) / channels;
      const perChannel = [mean, variance, offset, scale].every(
        (tensor) =>
          tensor === undefined ||
          tensor === null ||
          (tensor.shape.length === 1 && tensor.shape[0] === channels),
      );
      if (!perChannel || x.dtype !== 'float32' || !(rows > 0)) {
        count('FusedBatchNorm:tfjs');
        return stock('FusedBatchNorm')!(call);
      }
      const y = heap.allocate(x.shape);
      heap.withWorkspace({ scale: channels }, (at) => {
        const gamma = scale ? heap.address(scale) : 0;
        run(
          batchNormScale(
            { variance: heap.address(variance), gamma, scale: at.scale },
            channels,
            varianceEpsilon,
          ),
        );
        const addresses = {
          x: heap.address(x),
          center: heap.address(mean),
          scale: at.scale,
          shift: offset ? heap.address(offset) : 0,
          alphas: 0,
          y: heap.address(y),
        };
        run(scaleShift(addresses, rows, channels, Activation.none));
      });
      count('scale_shift');
      return y;
    };
  },
};
