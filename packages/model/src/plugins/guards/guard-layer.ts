import type { LayerExpansion } from '@fer/core';
import { callAtOnce } from './call.ts';
import { type Part, wrongResult } from './faults.ts';
import { override } from './override.ts';

export function guardLayer(layer: LayerExpansion, part: Part): LayerExpansion {
  return override(layer, {
    expand(options, inputs) {
      const layers = callAtOnce(part, 'expand', () => layer.expand(options, inputs));
      if (Array.isArray(layers) && layers.length > 0) return layers;
      throw wrongResult(part, 'expand', 'a list of layers');
    },
  });
}
