import type { Conv2dOp, DenseOp, PlanOp, ScaleShiftOp } from '../plan.ts';
import type { FusionRule } from './fusion-rule.ts';

/**
 * Batch-norm before a linear op (after an activation, say) becomes part of its weights: (x·s + t)·w + b =
 * x·(s·w) + (t·w + b). Not into a convolution that pads: its zeros are not shifted.
 */
export const foldIntoNext: FusionRule = (producer, consumer): PlanOp | undefined => {
  if (producer.type !== 'scaleShift' || producer.activation !== 'none') return undefined;
  if (consumer.type === 'dense') return fold(producer, consumer, consumer.units);
  if (consumer.type === 'conv2d' && !pads(consumer)) {
    return fold(producer, consumer, consumer.geometry.outChannels);
  }
  return undefined;
};

function fold(
  { scale, shift, channels }: ScaleShiftOp,
  op: DenseOp | Conv2dOp,
  outputs: number,
): DenseOp | Conv2dOp {
  const filter = new Float32Array(op.filter.length);
  const sums = new Float64Array(outputs);
  for (const [index, weight] of op.filter.entries()) {
    // Rows of the filter go by input, whose last axis is the channel.
    const channel = Math.floor(index / outputs) % channels;
    filter[index] = weight * scale[channel]!;
    sums[index % outputs]! += weight * shift[channel]!;
  }
  const bias = Float32Array.from(sums, (sum, output) => sum + (op.bias?.[output] ?? 0));
  return { ...op, filter, bias };
}

function pads({ geometry }: Conv2dOp): boolean {
  const reachDown =
    (geometry.outHeight - 1) * geometry.strideHeight + (geometry.filterHeight - 1) * geometry.dilationHeight;
  const reachRight =
    (geometry.outWidth - 1) * geometry.strideWidth + (geometry.filterWidth - 1) * geometry.dilationWidth;
  const { padTop, padLeft, inHeight, inWidth } = geometry;
  return padTop > 0 || padLeft > 0 || reachDown >= inHeight || reachRight >= inWidth;
}
