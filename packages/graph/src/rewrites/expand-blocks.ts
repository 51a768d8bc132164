import {
  assertOptions,
  FerError,
  type InputSpec,
  type LayerExpansion,
  type LayerNode,
  type ModelGraph,
} from '@fer/core';
import { type ConnectedNode, connect } from '../connect.ts';
import { invalidLayer } from '../options.ts';
import { resolveLayer } from '../resolve-layer.ts';

/** Blocks within blocks, at most: one that holds itself would never end. */
const DEEPEST = 16;

/**
 * The graph with known layers in the place of blocks that plugins bring (`contributes.layers`). A block's last layer
 * takes the block's name, the others get it before theirs: `attention1_conv`, `attention1`.
 *
 * @returns a graph that `resolveGraph` reads; the same object if there is no block in it
 * @throws FerError `FER_GRAPH_INVALID` naming the layer, where a block cannot be put in
 */
export function expandBlocks(
  graph: ModelGraph,
  input: InputSpec,
  blocks: readonly LayerExpansion[],
): ModelGraph {
  const byType = new Map(blocks.map((block) => [block.id, block]));
  const { inputs, nodes } = connect(graph, input);
  if (!nodes.some(({ node }) => byType.has(node.type))) return graph;

  const shapes = new Map(inputs);
  const layers: LayerNode[] = [];
  const put = ({ node, inputs }: ConnectedNode, depth: number): void => {
    const block = byType.get(node.type);
    if (block === undefined) {
      shapes.set(node.name, resolveLayer({ node, inputs }, shapes).outputShape);
      layers.push({ ...node, inputs });
      return;
    }
    if (depth > DEEPEST) throw invalidLayer(node, `holds blocks ${DEEPEST} deep; does one hold itself?`);
    const reads = inputs.map((name, index) => ({ name: `input${index + 1}`, shape: shapes.get(name)! }));
    const inner = connect(
      {
        inputs: Object.fromEntries(reads.map(({ name, shape }) => [name, shape])),
        layers: block.expand(optionsOf(block, node), reads),
      },
      input,
    );
    const last = inner.nodes.at(-1)!.node.name;
    const outside = new Map(reads.map(({ name }, index) => [name, inputs[index]!]));
    for (const { node: own, inputs: ownReads } of inner.nodes) {
      const name = own.name === last ? node.name : `${node.name}_${own.name}`;
      const outer = ownReads.map((read) => outside.get(read)!);
      put({ node: { ...own, name }, inputs: outer }, depth + 1);
      outside.set(own.name, name);
    }
  };
  for (const node of nodes) put(node, 1);
  return { ...graph, layers };
}

function optionsOf(block: LayerExpansion, node: LayerNode): LayerNode['config'] {
  const known = Object.fromEntries(Object.keys(block.defaults).map((key) => [key, true as const]));
  try {
    assertOptions(node.config, known, `Layer '${node.name}' (${node.type})`);
  } catch (cause) {
    if (!FerError.isInstance(cause)) throw cause;
    throw new FerError('FER_GRAPH_INVALID', cause.message, { details: cause.details, cause });
  }
  return { ...block.defaults, ...node.config };
}
