import type { PlanOp } from '../plan.ts';
import { conv2dKernel } from './conv2d.ts';
import { denseKernel } from './dense.ts';
import { depthwiseConv2dKernel } from './depthwise-conv2d.ts';
import { activationKernel, addKernel, padKernel, scaleShiftKernel, softmaxKernel } from './elementwise.ts';
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
      return softmaxKernel(op);
  }
}
