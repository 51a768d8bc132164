import type { ModelDefinition } from '@fer/core';

/** Layers by names without a slash, which Keras does not allow: `block/conv` becomes `block.conv`. */
export function withPlainNames(model: ModelDefinition): ModelDefinition {
  const { graph, tensors } = model;
  const names = new Map<string, string>();
  const taken = new Set(Object.keys(graph.inputs ?? {}));
  for (const { name } of graph.layers) {
    const plain = name.replaceAll('/', '.');
    let unique = plain;
    for (let copy = 2; taken.has(unique); copy++) unique = `${plain}_${copy}`;
    taken.add(unique);
    names.set(name, unique);
  }
  const rename = (name: string): string => names.get(name) ?? name;
  const { outputs } = graph;
  return {
    ...model,
    graph: {
      ...graph,
      layers: graph.layers.map(({ name, inputs, ...rest }) => ({
        ...rest,
        name: rename(name),
        ...(inputs && { inputs: inputs.map(rename) }),
      })),
      ...(outputs && { outputs: outputs.map(rename) }),
    },
    tensors: new Map(
      [...tensors].map(([name, tensor]) => {
        const end = name.lastIndexOf('/');
        return [rename(name.slice(0, end)) + name.slice(end), tensor];
      }),
    ),
  };
}
