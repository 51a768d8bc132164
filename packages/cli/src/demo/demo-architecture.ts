import { type Architecture, definePlugin, type LayerNode, type ModelGraph } from '@fer/core';

/**
 * A network that learns drawn faces in half a minute on one core: three convolutions, about 100,000 parameters. Too
 * small for photos.
 */
const demoCnn = {
  id: 'demo-cnn',
  apiVersion: 1,
  description: 'The small CNN of `fer demo`: three convolutions, for drawn faces only',
  input: { width: 48, height: 48, channels: 1, resize: 'bilinear-antialias', range: [0, 1] },
  defaults: { dropout: 0.2 },
  build: ({ dropout }, classes): ModelGraph => ({
    layers: [
      node('conv1', 'conv2d', { filters: 16, kernelSize: 5, strides: 2, activation: 'relu' }),
      node('conv2', 'conv2d', { filters: 32, kernelSize: 3, activation: 'relu' }),
      node('pool2', 'maxPooling2d', { poolSize: 2 }),
      node('conv3', 'conv2d', { filters: 48, kernelSize: 3, activation: 'relu' }),
      node('pool3', 'maxPooling2d', { poolSize: 2 }),
      node('flatten', 'flatten'),
      node('dense', 'dense', { units: 64, activation: 'relu' }),
      node('dropout', 'dropout', { rate: dropout! }),
      node('logits', 'dense', { units: classes }),
      node('softmax', 'activation', { activation: 'softmax' }),
    ],
  }),
} as const satisfies Architecture;

function node(name: string, type: LayerNode['type'], config: LayerNode['config'] = {}): LayerNode {
  return { name, type, config };
}

/** What this command adds to the built-in parts, by the same door as any plugin. */
export const demoPlugin = definePlugin({
  name: '@fer/cli',
  apiVersion: 1,
  contributes: { architectures: [demoCnn] },
});
