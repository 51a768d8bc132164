import type { ResolvedGraph, ResolvedLayer } from '@fer/graph';
import { type FusedActivation, tfjsActivation } from '@fer/runtime-tfjs';
import { isFrozen } from '../frozen-layers.ts';

/** What a layer does in training where ops are fused: the same function of the network's input as before, all in all. */
export interface FusedLayer {
  /** What the layer applies itself, in place of the activation in its config. */
  readonly activation: FusedActivation;
}

const activations: readonly FusedActivation[] = ['linear', 'relu', 'relu6', 'elu', 'sigmoid'];

/**
 * Which layers run as fused ops in training, and what activation each of them applies then.
 *
 * - An `activation` layer that alone reads a batch normalisation moves into it.
 * - The ReLU of a convolution that only a max pooling reads moves behind the pooling: max and ReLU are both monotone,
 *   so that `max(relu(x)) = relu(max(x))`, and so do their gradients; the ReLU then has a fraction of the pixels.
 *
 * @returns by the layer's name; layers that are not in it run as tfjs-layers has them
 */
export function planFusion({ layers }: ResolvedGraph): ReadonlyMap<string, FusedLayer> {
  const plan = new Map<string, FusedLayer>();
  for (const layer of layers) {
    // A frozen layer computes as it does outside of training, whole; it applies nothing for others.
    if (plan.has(layer.name) || isFrozen(layer)) continue;
    const reader = onlyReader(layers, layer);
    switch (layer.type) {
      case 'conv2d': {
        const activation = fusedActivation(layer.activation);
        if (activation === undefined || layer.groups > 1) break;
        if (activation === 'relu' && reader?.type === 'maxPooling2d') {
          plan.set(layer.name, { activation: 'linear' });
          plan.set(reader.name, { activation });
        } else {
          plan.set(layer.name, { activation });
        }
        break;
      }
      case 'dense': {
        const activation = fusedActivation(layer.activation);
        if (activation !== undefined) plan.set(layer.name, { activation });
        break;
      }
      case 'batchNormalization': {
        if (!layer.scale || !layer.center) break;
        const next =
          reader?.type === 'activation' && isOfTfjs(reader) ? fusedActivation(reader.activation) : undefined;
        if (next !== undefined) plan.set(reader!.name, { activation: 'linear' });
        plan.set(layer.name, { activation: next ?? 'linear' });
      }
    }
  }
  return plan;
}

/** What a fused op applies; an activation that tfjs-layers does not have is a layer of its own behind it. */
function fusedActivation(activation: Parameters<typeof tfjsActivation>[0]): FusedActivation | undefined {
  return activations.find((known) => known === tfjsActivation(activation));
}

function isOfTfjs({ activation }: Extract<ResolvedLayer, { readonly type: 'activation' }>): boolean {
  return tfjsActivation(activation) === activation;
}

/** The layer that reads the output of this one, if it is the only one; what leaves the network is read by nobody. */
function onlyReader(layers: readonly ResolvedLayer[], { name }: ResolvedLayer): ResolvedLayer | undefined {
  const readers = layers.filter(({ inputs }) => inputs.includes(name));
  return readers.length === 1 ? readers[0] : undefined;
}
