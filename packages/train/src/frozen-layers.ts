import type { ResolvedLayer } from '@fer/graph';
import { createLayer, type Tfjs } from '@fer/runtime-tfjs';
import type * as TfLayers from '@tensorflow/tfjs-layers';

/** Whether a layer has weights that no step may change. */
export function isFrozen({ trainable, weights }: Pick<ResolvedLayer, 'trainable' | 'weights'>): boolean {
  return !trainable && weights.length > 0;
}

/**
 * A layer that in training computes as it does without, as Keras's do that are not trainable: a batch normalisation
 * takes its moving statistics and leaves them alone.
 */
export function createFrozenLayer(tfjs: Tfjs, node: ResolvedLayer): TfLayers.layers.Layer | undefined {
  if (!isFrozen(node)) return undefined;
  const layer = createLayer(tfjs, node);
  const call: TfLayers.layers.Layer['call'] = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => call(inputs, { ...kwargs, training: false });
  return layer;
}
