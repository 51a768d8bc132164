import type { KernelDefinition } from '../kernel-context.ts';
import { fusedMatMul } from './_FusedMatMul.ts';
import { activationGradKernel } from './ActivationGrad.ts';
import { avgPool } from './AvgPool.ts';
import { avgPoolGrad } from './AvgPoolGrad.ts';
import { batchMatMul } from './BatchMatMul.ts';
import { batchNormTrainingGradKernel, batchNormTrainingKernel } from './BatchNormTraining.ts';
import { cast } from './Cast.ts';
import { conv2D } from './Conv2D.ts';
import { conv2DBackpropFilter } from './Conv2DBackpropFilter.ts';
import { conv2DBackpropInput } from './Conv2DBackpropInput.ts';
import { depthwiseConv2dNative } from './DepthwiseConv2dNative.ts';
import { depthwiseConv2dNativeBackpropFilter } from './DepthwiseConv2dNativeBackpropFilter.ts';
import { depthwiseConv2dNativeBackpropInput } from './DepthwiseConv2dNativeBackpropInput.ts';
import { fusedBatchNorm } from './FusedBatchNorm.ts';
import { fusedConv2D } from './FusedConv2D.ts';
import { fusedDepthwiseConv2D } from './FusedDepthwiseConv2D.ts';
import { identity } from './Identity.ts';
import { maxPool } from './MaxPool.ts';
import { maxPoolGrad } from './MaxPoolGrad.ts';
import { softmax } from './Softmax.ts';
import { sum } from './Sum.ts';
import { unsortedSegmentSum } from './UnsortedSegmentSum.ts';

/** Every kernel that `registerWasmBackend` adds to tfjs's wasm backend or puts in place of its own. */
export const kernelDefinitions: readonly KernelDefinition[] = [
  activationGradKernel,
  avgPool,
  avgPoolGrad,
  batchMatMul,
  batchNormTrainingGradKernel,
  batchNormTrainingKernel,
  cast,
  conv2D,
  conv2DBackpropFilter,
  conv2DBackpropInput,
  depthwiseConv2dNative,
  depthwiseConv2dNativeBackpropFilter,
  depthwiseConv2dNativeBackpropInput,
  fusedConv2D,
  fusedMatMul,
  fusedBatchNorm,
  fusedDepthwiseConv2D,
  identity,
  maxPool,
  maxPoolGrad,
  softmax,
  sum,
  unsortedSegmentSum,
];
