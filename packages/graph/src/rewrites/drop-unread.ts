import type { ResolvedGraph } from '../resolve-graph.ts';

/** The graph without the layers that none of its outputs depends on. */
export function dropUnread(graph: ResolvedGraph): ResolvedGraph {
  const needed = new Set(graph.outputs.map(({ name }) => name));
  for (const { name, inputs } of [...graph.layers].reverse()) {
    if (needed.has(name)) for (const input of inputs) needed.add(input);
  }
  return { ...graph, layers: graph.layers.filter(({ name }) => needed.has(name)) };
}
