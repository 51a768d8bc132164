import type { LayerNode, NamedTensor } from '@fer/core';

/** A graph whose layers name what they read, and its weights. */
export interface Parts {
  readonly layers: readonly LayerNode[];
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  readonly outputs: readonly string[];
}

/** What the outputs depend on, and the names of the weights that they do not. */
export function withoutUnread({ layers, tensors, outputs }: Parts): { parts: Parts; dropped: string[] } {
  const needed = new Set(outputs);
  for (const { name, inputs = [] } of [...layers].reverse()) {
    if (needed.has(name)) for (const input of inputs) needed.add(input);
  }
  const isNeeded = (tensor: string) => needed.has(tensor.slice(0, tensor.lastIndexOf('/')));
  const parts = {
    layers: layers.filter(({ name }) => needed.has(name)),
    tensors: new Map([...tensors].filter(([name]) => isNeeded(name))),
    outputs,
  };
  return { parts, dropped: [...tensors.keys()].filter((name) => !isNeeded(name)) };
}
