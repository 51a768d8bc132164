import type { ResolvedGraph, ResolvedLayer } from '@fer/graph';

/**
 * Layers as Keras itself orders those of a functional model, and weights with them, whatever the file's order: those
 * farthest from the output first, equally far ones as they are met on the way back from it
 * (keras-team/keras, keras/src/ops/function.py, `map_graph`).
 */
export function inKerasOrder({ layers, outputs }: ResolvedGraph): ResolvedLayer[] {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const depths = new Map<string, number>();
  for (const { name, inputs } of [...layers].reverse()) {
    const depth = depths.get(name) ?? 0;
    for (const input of inputs) depths.set(input, Math.max(depth + 1, depths.get(input) ?? 0));
  }
  const met = new Map<string, number>();
  const stack = outputs.map(({ name }) => name).reverse();
  for (let name = stack.pop(); name !== undefined; name = stack.pop()) {
    const layer = byName.get(name);
    if (layer === undefined || met.has(name)) continue;
    met.set(name, met.size);
    stack.push(...[...layer.inputs].reverse());
  }
  const depthOf = ({ name }: ResolvedLayer) => depths.get(name) ?? 0;
  return [...layers].sort((a, b) => depthOf(b) - depthOf(a) || met.get(a.name)! - met.get(b.name)!);
}
