import type { LayerNode } from './extension-points/architecture.ts';

/**
 * One layer of a graph, for architectures written in code.
 *
 * @param inputs names of the layers that it reads; default: the layer before it
 */
export function layer(
  name: string,
  type: string,
  config: LayerNode['config'] = {},
  inputs?: readonly string[],
): LayerNode {
  return inputs ? { name, type, config, inputs } : { name, type, config };
}
