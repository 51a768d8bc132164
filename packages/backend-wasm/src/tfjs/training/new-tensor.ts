import { engine, type Tensor } from '@tensorflow/tfjs-core';
import type { KernelContext } from '../kernel-context.ts';

/** A float32 tensor with undefined content, for steps to write to; owned by the tidy around it, as any other. */
export function newTensor({ heap }: KernelContext, shape: readonly number[]): Tensor {
  return engine().makeTensorFromTensorInfo(heap.allocate(shape));
}
