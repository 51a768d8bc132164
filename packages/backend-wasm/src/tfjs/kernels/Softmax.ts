import { type KernelFunc, type SoftmaxAttrs, util } from '@tensorflow/tfjs-core';
import { softmax as softmaxStep } from '../../steps/softmax.ts';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';

/** Over the last axis. Other axes and types are left to tfjs. */
export const softmax: KernelDefinition = {
  kernelName: 'Softmax',
  create({ run, heap, count, stock }: KernelContext): KernelFunc {
    return (call) => {
      const { logits } = call.inputs as KernelInputs<'logits'>;
      const { dim } = call.attrs as unknown as SoftmaxAttrs;
      const columns = logits.shape[logits.shape.length - 1];
      if (logits.dtype !== 'float32' || dim !== logits.shape.length - 1 || !columns) {
        count('Softmax:tfjs');
        return stock('Softmax')!(call);
      }
      const y = heap.allocate(logits.shape);
      const rows = util.sizeFromShape(logits.shape) / columns;
      run(softmaxStep({ x: heap.address(logits), y: heap.address(y) }, rows, columns));
      count('softmax');
      return y;
    };
  },
};
