import type { PlanOp } from '../plan.ts';
import { activate } from './activate.ts';
import { conv2d, depthwiseConv2d } from './convolve.ts';
import { dense, pad, scaleShift, softmax } from './elementwise.ts';
import { concatenate, permute, slice, upSample } from './lay-out.ts';
import { globalPool, pool } from './pool.ts';

/**
 * Computes an op for one image. Sums are taken in double precision, and every value is rounded to float32 once before
 * its activation and once after.
 *
 * @param inputs what the op reads, in its order; not changed
 */
export function computeOp(op: PlanOp, inputs: readonly Float32Array[]): Float32Array {
  const y = linearPart(op, inputs);
  if ('activation' in op) activate(y, op.activation);
  return y;
}

function linearPart(op: PlanOp, inputs: readonly Float32Array[]): Float32Array {
  const [x, other] = inputs as [Float32Array, Float32Array];
  switch (op.type) {
    case 'conv2d': {
      const y = conv2d(op, x);
      return other === undefined ? y : y.map((value, i) => value + other[i]!);
    }
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
    case 'prelu':
      return x.map((value, i) => (value < 0 ? value * op.alphas[i % op.channels]! : value));
    case 'scaleChannels':
      return x.map((value, i) => value * other[i % op.channels]!);
    case 'add':
      return x.map((value, i) => value + other[i]!);
    case 'subtract':
      return x.map((value, i) => value - other[i]!);
    case 'multiply':
      return x.map((value, i) => value * other[i]!);
    case 'maximum':
      return x.map((value, i) => Math.max(value, other[i]!));
    case 'activation':
      return x.slice();
    case 'pad':
      return pad(op, x);
    case 'concatenate':
      return concatenate(op, inputs);
    case 'slice':
      return slice(op, x);
    case 'permute':
      return permute(op, x);
    case 'upSample':
      return upSample(op, x);
    case 'softmax':
    case 'logSoftmax':
      return softmax(op, x);
  }
}
