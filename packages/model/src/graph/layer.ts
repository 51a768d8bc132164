import type { LayerNode, LayerType } from '@fer/core';

/** One layer of a graph; `inputs` defaults to the layer before it. */
export function layer(
  name: string,
  type: LayerType,
  config: LayerNode['config'] = {},
  inputs?: readonly string[],
): LayerNode {
  return inputs ? { name, type, config, inputs } : { name, type, config };
}
