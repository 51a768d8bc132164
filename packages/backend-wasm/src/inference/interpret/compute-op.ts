import type { PlanOp } from '../plan.ts';
import { activate } from './activate.ts';
import { conv2d, depthwiseConv2d } from './convolve.ts';
import { add, dense, pad, scaleShift, softmax } from './elementwise.ts';
import { globalPool, pool } from './pool.ts';

/**
 * Computes an op for one image. Sums are taken in double precision, and every value is rounded to float32 once before
 * its activation and once after.
 *
 * @param inputs what the op reads, in its order; not changed
 */
export function computeOp(op: PlanOp, inputs: readonly Float32Array[]): Float32Array {
  const y = linearPart(op, inputs[0]!, inputs[1]);
  if ('activation' in op) activate(y, op.activation);
  return y;
}

function linearPart(op: PlanOp, x: Float32Array, other: Float32Array | undefined): Float32Array {
  switch (op.type) {
    case 'conv2d':
      return conv2d(op, x);
    case 'depthwiseConv2d':
      return depthwiseConv2d(op, x);
    case 'dense':
      return dense(op, x);
    case 'maxPool':
    case 'averagePool':
      return pool(op, x);
    case 'globalMaxPool':
    case 'globalAveragePool':
      return globalPool(op, x);
    case 'scaleShift':
      return scaleShift(op, x);
    case 'add':
      return add(op, x, other!);
    case 'activation':
      return x.slice();
    case 'pad':
      return pad(op, x);
    case 'softmax':
      return softmax(x);
  }
}
