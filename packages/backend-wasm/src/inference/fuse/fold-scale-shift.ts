import type { PlanOp } from '../plan.ts';
import type { FusionRule } from './fusion-rule.ts';

/** Batch-norm after a linear op becomes part of its weights: (x·w + b)·s + t = x·(w·s) + (b·s + t). */
export const foldScaleShift: FusionRule = (producer, consumer): PlanOp | undefined => {
  if (consumer.type !== 'scaleShift') return undefined;
  const { scale, shift, channels, activation } = consumer;
  switch (producer.type) {
    case 'conv2d':
    case 'depthwiseConv2d':
    case 'dense': {
      if (producer.activation !== 'none' || outputChannelsOf(producer) !== channels) return undefined;
      // What a convolution adds would have to be scaled, too.
      if (producer.inputs.length > 1) return undefined;
      // The output channel is the last axis of every filter (of the two last together, if depthwise).
      const filter = producer.filter.map((weight, index) => weight * scale[index % channels]!);
      const bias = shift.map((value, channel) => (producer.bias?.[channel] ?? 0) * scale[channel]! + value);
      return { ...producer, filter, bias, activation };
    }
    case 'scaleShift':
      if (producer.activation !== 'none' || producer.channels !== channels) return undefined;
      return {
        ...consumer,
        scale: scale.map((value, channel) => value * producer.scale[channel]!),
        shift: shift.map((value, channel) => producer.shift[channel]! * scale[channel]! + value),
      };
    default:
      return undefined;
  }
};

/** After a flatten the channels of a convolution are not those of the batch-norm. */
function outputChannelsOf(op: PlanOp & { type: 'conv2d' | 'depthwiseConv2d' | 'dense' }): number {
  return op.type === 'dense' ? op.units : op.geometry.outChannels;
}
