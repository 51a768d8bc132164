import type { PlanOp } from './plan.ts';

/** Floats of one image in each of an op's inputs. */
export function inputLengthOf(op: PlanOp): number {
  switch (op.type) {
    case 'conv2d':
    case 'depthwiseConv2d':
    case 'maxPool':
    case 'averagePool':
      return op.geometry.inHeight * op.geometry.inWidth * op.geometry.inChannels;
    case 'scaleShift':
    case 'globalMaxPool':
    case 'globalAveragePool':
      return op.pixels * op.channels;
    case 'pad':
      return op.inHeight * op.inWidth * op.channels;
    case 'dense':
    case 'add':
    case 'activation':
    case 'softmax':
      return op.length;
  }
}

/** Floats of one image in an op's output. */
export function outputLengthOf(op: PlanOp): number {
  switch (op.type) {
    case 'conv2d':
    case 'depthwiseConv2d':
    case 'maxPool':
    case 'averagePool':
      return op.geometry.outHeight * op.geometry.outWidth * op.geometry.outChannels;
    case 'globalMaxPool':
    case 'globalAveragePool':
      return op.channels;
    case 'pad':
      return (op.inHeight + op.top + op.bottom) * (op.inWidth + op.left + op.right) * op.channels;
    case 'dense':
      return op.units;
    case 'scaleShift':
    case 'add':
    case 'activation':
    case 'softmax':
      return inputLengthOf(op);
  }
}
