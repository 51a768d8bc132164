import type { PlanOp } from '../plan.ts';
import type { FusionRule } from './fusion-rule.ts';

/** An activation is computed while its input is still in registers or in the cache. */
export const fuseActivation: FusionRule = (producer, consumer): PlanOp | undefined => {
  if (consumer.type !== 'activation') return undefined;
  return 'activation' in producer && producer.activation === 'none'
    ? { ...producer, activation: consumer.activation }
    : undefined;
};
