import type { LayerNode, ModelGraph } from '@fer/core';
import type { FusedActivation } from '@fer/runtime-tfjs';

/** What a layer does in training where ops are fused: the same function of the network's input as before, all in all. */
export interface FusedLayer {
  /** What the layer applies itself, in place of the activation in its config. */
  readonly activation: FusedActivation;
}

const activations: ReadonlySet<unknown> = new Set<FusedActivation>([
  'linear',
  'relu',
  'relu6',
  'elu',
  'sigmoid',
]);

/**
 * Which layers run as fused ops in training, and what activation each of them applies then.
 *
 * - An `activation` layer that alone reads a batch normalisation moves into it.
 * - The ReLU of a convolution that only a max pooling reads moves behind the pooling: max and ReLU are both monotone,
 *   so that `max(relu(x)) = relu(max(x))`, and so do their gradients; the ReLU then has a fraction of the pixels.
 *
 * @returns by the layer's name; layers that are not in it run as tfjs-layers has them
 */
export function planFusion(graph: ModelGraph): ReadonlyMap<string, FusedLayer> {
  const plan = new Map<string, FusedLayer>();
  for (const [index, node] of graph.layers.entries()) {
    if (plan.has(node.name)) continue;
    const activation = (node.config.activation ?? 'linear') as FusedActivation;
    const reader = onlyReader(graph, index);
    switch (node.type) {
      case 'conv2d':
        if (!activations.has(activation)) break;
        if (activation === 'relu' && reader?.type === 'maxPooling2d') {
          plan.set(node.name, { activation: 'linear' });
          plan.set(reader.name, { activation });
        } else {
          plan.set(node.name, { activation });
        }
        break;
      case 'dense':
        if (activations.has(activation)) plan.set(node.name, { activation });
        break;
      case 'batchNormalization': {
        if (node.config.scale === false || node.config.center === false) break;
        const next = reader?.type === 'activation' ? reader.config.activation : undefined;
        if (activations.has(next)) {
          plan.set(node.name, { activation: next as FusedActivation });
          plan.set(reader!.name, { activation: 'linear' });
        } else {
          plan.set(node.name, { activation: 'linear' });
        }
      }
    }
  }
  return plan;
}

/** The node that reads the output of the one at `index`, if it is the only one; the last node has no reader. */
function onlyReader(graph: ModelGraph, index: number): LayerNode | undefined {
  const { name } = graph.layers[index]!;
  const readers = graph.layers.filter((node, position) =>
    node.inputs === undefined ? position === index + 1 : node.inputs.includes(name),
  );
  return readers.length === 1 ? readers[0] : undefined;
}
