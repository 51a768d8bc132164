import { FerError, type ModelGraph } from '@fer/core';

/** At the end of a name: all layers whose names begin so. */
const ANY_END = '*';

/**
 * A graph whose layers of these names are not trained.
 *
 * @param names of layers; `stage1_*` stands for all that begin with `stage1_`
 * @throws FerError `FER_INVALID_ARGUMENT` for a name that no layer has
 */
export function freezeLayers(graph: ModelGraph, names: readonly string[]): ModelGraph {
  if (names.length === 0) return graph;
  const frozen = new Set(names.flatMap((name) => layersCalled(name, graph)));
  return {
    ...graph,
    layers: graph.layers.map((layer) =>
      frozen.has(layer.name) ? { ...layer, config: { ...layer.config, trainable: false } } : layer,
    ),
  };
}

function layersCalled(name: string, { layers }: ModelGraph): string[] {
  const all = layers.map((layer) => layer.name);
  const found = name.endsWith(ANY_END)
    ? all.filter((one) => one.startsWith(name.slice(0, -1)))
    : all.filter((one) => one === name);
  if (found.length > 0) return found;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `train: \`freeze\` names '${name}', which no layer is called. There are ${all.join(', ')}.`,
    { details: { option: 'freeze', value: name, available: all } },
  );
}
