import type { PlanOp } from '../plan.ts';
import { conv2dKernel } from './conv2d.ts';
import { denseKernel } from './dense.ts';
import { depthwiseConv2dKernel } from './depthwise-conv2d.ts';
import {
  activationKernel,
  addKernel,
  mergeKernel,
  padKernel,
  preluKernel,
  scaleChannelsKernel,
  scaleShiftKernel,
  softmaxKernel,
} from './elementwise.ts';
import { concatenateKernel, permuteKernel, sliceKernel, upSampleKernel } from './lay-out.ts';
import type { OpKernel } from './op-kernel.ts';
import { globalPoolKernel, poolKernel } from './pool.ts';

/** How an op runs. */
export function kernelOf(op: PlanOp): OpKernel {
  switch (op.type) {
    case 'conv2d':
      return conv2dKernel(op);
    case 'depthwiseConv2d':
      return depthwiseConv2dKernel(op);
    case 'dense':
      return denseKernel(op);
    case 'maxPool':
    case 'averagePool':
      return poolKernel(op);
    case 'globalMaxPool':
    case 'globalAveragePool':
      return globalPoolKernel(op);
    case 'scaleShift':
      return scaleShiftKernel(op);
    case 'add':
      return addKernel(op);
    case 'activation':
      return activationKernel(op);
    case 'pad':
      return padKernel(op);
    case 'softmax':
    case 'logSoftmax':
      return softmaxKernel(op);
    case 'subtract':
    case 'multiply':
    case 'maximum':
      return mergeKernel(op);
    case 'scaleChannels':
      return scaleChannelsKernel(op);
    case 'prelu':
      return preluKernel(op);
    case 'concatenate':
      return concatenateKernel(op);
    case 'slice':
      return sliceKernel(op);
    case 'permute':
      return permuteKernel(op);
    case 'upSample':
      return upSampleKernel(op);
  }
}
