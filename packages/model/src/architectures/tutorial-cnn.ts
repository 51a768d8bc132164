import type { Architecture, ModelGraph } from '@fer/core';
import { layer } from '@fer/core';
import { FER2013_INPUT } from './fer2013-input.ts';

/**
 * The network of Serengil's tutorial "Facial Expression Recognition with Keras" (2018): 1,485,831 parameters,
 * published at 57.4 % on PublicTest.
 */
export const tutorialCnn = {
  id: 'tutorial-cnn',
  apiVersion: 1,
  description:
    "The tutorial's plain CNN (Serengil 2018): five convolutions, two dense layers, 1.49 M parameters",
  input: FER2013_INPUT,
  defaults: { dropout: 0.2 },
  build: (options, classes): ModelGraph => {
    const rate = options.dropout!;
    return {
      layers: [
        layer('conv1', 'conv2d', { filters: 64, kernelSize: 5, activation: 'relu' }),
        layer('pool1', 'maxPooling2d', { poolSize: 5, strides: 2 }),
        layer('conv2', 'conv2d', { filters: 64, kernelSize: 3, activation: 'relu' }),
        layer('conv3', 'conv2d', { filters: 64, kernelSize: 3, activation: 'relu' }),
        layer('pool2', 'averagePooling2d', { poolSize: 3, strides: 2 }),
        layer('conv4', 'conv2d', { filters: 128, kernelSize: 3, activation: 'relu' }),
        layer('conv5', 'conv2d', { filters: 128, kernelSize: 3, activation: 'relu' }),
        layer('pool3', 'averagePooling2d', { poolSize: 3, strides: 2 }),
        layer('flatten', 'flatten'),
        layer('dense1', 'dense', { units: 1024, activation: 'relu' }),
        layer('dropout1', 'dropout', { rate }),
        layer('dense2', 'dense', { units: 1024, activation: 'relu' }),
        layer('dropout2', 'dropout', { rate }),
        layer('logits', 'dense', { units: classes }),
        layer('softmax', 'activation', { activation: 'softmax' }),
      ],
    };
  },
} as const satisfies Architecture;
