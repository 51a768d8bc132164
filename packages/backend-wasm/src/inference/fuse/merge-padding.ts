import { windowProblem } from '../format/assert-window.ts';
import type { PlanOp } from '../plan.ts';
import type { FusionRule } from './fusion-rule.ts';

/**
 * A convolution pads with zeros itself, by less than its window. Pooling does not: its padding takes no part.
 */
export const mergePadding: FusionRule = (producer, consumer): PlanOp | undefined => {
  if (producer.type !== 'pad') return undefined;
  if (consumer.type !== 'conv2d' && consumer.type !== 'depthwiseConv2d') return undefined;
  const { inHeight, inWidth, top, left } = producer;
  const { padTop, padLeft } = consumer.geometry;
  const geometry = {
    ...consumer.geometry,
    ...{ inHeight, inWidth, padTop: padTop + top, padLeft: padLeft + left },
  };
  return windowProblem(geometry) === undefined ? { ...consumer, geometry } : undefined;
};
