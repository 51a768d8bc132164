import type { PlanOp } from '../plan.ts';
import type { FusionRule } from './fusion-rule.ts';

/**
 * A 1×1 convolution adds the other summand to its outputs while they are in the cache: residual blocks. Larger filters may
 * go by Winograd's algorithm, whose outputs come in tiles: adding to those costs more than it saves.
 */
export const fuseAdd: FusionRule = (producer, consumer): PlanOp | undefined => {
  if (consumer.type !== 'add' || producer.type !== 'conv2d') return undefined;
  if (producer.activation !== 'none' || producer.inputs.length > 1) return undefined;
  if (producer.geometry.filterHeight * producer.geometry.filterWidth > 1) return undefined;
  return { ...producer, activation: consumer.activation };
};
