import { FerError, type InputSpec, type ModelGraph } from '@fer/core';
import { resolveGraph } from '@fer/graph';

/** At the end of a name: all layers whose names begin so. */
const ANY_END = '*';

/**
 * Layers that keep their weights: by name, `stage1_*` for all that begin with `stage1_`; or `upTo` a layer, itself among
 * them, in order of computation; or up to the n-th that has weights, from 1.
 */
export type FreezeChoice = readonly string[] | { readonly upTo: string | number };

/**
 * A graph whose layers of this choice are not trained.
 *
 * @param graph with layers of known types only
 * @throws FerError `FER_INVALID_ARGUMENT` for a layer that there is not
 */
export function freezeLayers(graph: ModelGraph, input: InputSpec, choice: FreezeChoice): ModelGraph {
  const names = 'upTo' in choice ? layersUpTo(choice.upTo, graph, input) : choice;
  if (names.length === 0) return graph;
  const frozen = new Set(names.flatMap((name) => layersCalled(name, graph)));
  return {
    ...graph,
    layers: graph.layers.map((layer) =>
      frozen.has(layer.name) ? { ...layer, config: { ...layer.config, trainable: false } } : layer,
    ),
  };
}

function layersUpTo(last: string | number, graph: ModelGraph, input: InputSpec): string[] {
  const { layers } = resolveGraph(graph, input);
  const names = layers.map(({ name }) => name);
  if (typeof last === 'string') return names.slice(0, names.indexOf(layersCalled(last, graph).at(-1)!) + 1);
  const weighted = layers.filter(({ weights }) => weights.length > 0).map(({ name }) => name);
  if (last <= weighted.length) return weighted.slice(0, last);
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `train: \`freeze.upTo\` is ${last}, but only ${weighted.length} layers have weights: ${weighted.join(', ')}.`,
    { details: { option: 'freeze', value: last, available: weighted } },
  );
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
