import { type TensorInfo, util } from '@tensorflow/tfjs-core';

/**
 * Whether a bias or PReLU weights hold one float for each of `channels`, the last axis of what they are applied to; or
 * are not there. [3, 1] may be a column of three rows, so the size alone does not tell.
 */
export function isPerChannel(tensor: TensorInfo | undefined, channels: number): boolean {
  if (tensor === undefined) return true;
  const { dtype, shape } = tensor;
  const last = shape[shape.length - 1] ?? 1;
  return dtype === 'float32' && last === channels && util.sizeFromShape(shape) === channels;
}
