import type { Activation, ResolvedLayer } from '@fer/graph';
import type * as TfCore from '@tensorflow/tfjs-core';
import type * as TfLayers from '@tensorflow/tfjs-layers';
import { defineLayer } from './define-layer.ts';
import type { Tfjs } from './tfjs.ts';

/** Activations that tfjs-layers does not have: they are layers of their own, behind a layer without activation. */
const OWN: { readonly [name in Activation]?: (tf: typeof TfCore, x: TfCore.Tensor) => TfCore.Tensor } = {
  hardSigmoid6: (tf, x) => hardSigmoid6(tf, x),
  hardSwish: (tf, x) => tf.mul(x, hardSigmoid6(tf, x)),
};

/** Names of tfjs-layers, and `linear` for what `createOwnActivation` adds. */
export function tfjsActivation(activation: Activation): string {
  return activation in OWN ? 'linear' : activation;
}

/** What is to be applied to the output of the layer's own, if anything is. */
export function createOwnActivation(
  { core: tf, layers }: Tfjs,
  layer: ResolvedLayer,
): TfLayers.layers.Layer | undefined {
  const compute = 'activation' in layer ? OWN[layer.activation] : undefined;
  if (compute === undefined) return undefined;
  const { outputShape } = layer;
  return defineLayer(tf, layers, { name: `${layer.name}/activation`, outputShape, weights: [] }, ([x]) =>
    compute(tf, x!),
  );
}

/** clip(x / 6 + 1/2, 0, 1) */
function hardSigmoid6(tf: typeof TfCore, x: TfCore.Tensor): TfCore.Tensor {
  return tf.clipByValue(tf.add(tf.mul(x, 1 / 6), 0.5), 0, 1);
}
