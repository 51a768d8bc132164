import { sizeOf } from '@fer/core';
import type { PlanOp, WindowGeometry } from './plan.ts';

/** Floats of one image in each of an op's inputs. */
export function inputLengthsOf(op: PlanOp): readonly number[] {
  switch (op.type) {
    case 'conv2d':
      return op.inputs?.length === 2 ? [inputLengthOf(op), outputLengthOf(op)] : [inputLengthOf(op)];
    case 'depthwiseConv2d':
    case 'maxPool':
    case 'averagePool':
      return [inputLengthOf(op)];
    case 'scaleShift':
    case 'prelu':
    case 'slice':
    case 'globalMaxPool':
    case 'globalAveragePool':
      return [op.pixels * op.channels];
    case 'scaleChannels':
      return [op.pixels * op.channels, op.channels];
    case 'concatenate':
      return op.channels.map((channels) => op.pixels * channels);
    case 'softmax':
    case 'logSoftmax':
      return [op.rows * op.channels];
    case 'permute':
      return [sizeOf(op.sizes)];
    case 'pad':
    case 'upSample':
      return [op.inHeight * op.inWidth * op.channels];
    case 'dense':
    case 'activation':
      return [op.length];
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'maximum':
      return [op.length, op.length];
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
    case 'upSample':
      return op.inHeight * op.rows * op.inWidth * op.columns * op.channels;
    case 'dense':
      return op.units;
    case 'slice':
      return op.pixels * op.count;
    case 'concatenate':
      return op.pixels * op.channels.reduce((sum, channels) => sum + channels, 0);
    default:
      return inputLengthsOf(op)[0]!;
  }
}

function inputLengthOf({ geometry }: { readonly geometry: WindowGeometry }): number {
  return geometry.inHeight * geometry.inWidth * geometry.inChannels;
}
