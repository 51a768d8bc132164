import { FerError, type LayerNode, type LayerType } from '@fer/core';

const CONVOLUTION = ['kernelSize', 'strides', 'padding', 'dilationRate', 'useBias', 'activation'];
const POOLING = ['poolSize', 'strides', 'padding'];

/** The options that change what a layer gives and that are written. */
const WRITTEN: { readonly [type in LayerType]: readonly string[] } = {
  conv2d: ['filters', ...CONVOLUTION],
  depthwiseConv2d: ['depthMultiplier', ...CONVOLUTION],
  separableConv2d: ['filters', 'depthMultiplier', ...CONVOLUTION],
  dense: ['units', 'useBias', 'activation'],
  maxPooling2d: POOLING,
  averagePooling2d: POOLING,
  globalAveragePooling2d: [],
  globalMaxPooling2d: [],
  batchNormalization: ['epsilon', 'center', 'scale'],
  activation: ['activation'],
  dropout: [],
  flatten: [],
  add: [],
  zeroPadding2d: ['padding'],
};

/** Options that matter to training only. */
const TRAINING_ONLY = /(Initializer|Regularizer|Constraint)$|^(trainable|momentum|rate|seed|noiseShape)$/;

/**
 * Refuses options that would be left out of the file, so that it never gives other results than the network.
 *
 * @throws FerError `FER_GRAPH_INVALID` naming the layer and the option
 */
export function assertOptions(node: LayerNode): void {
  const written = WRITTEN[node.type];
  const unknown = Object.keys(node.config).find((key) => !written.includes(key) && !TRAINING_ONLY.test(key));
  if (unknown === undefined) return;
  throw new FerError(
    'FER_GRAPH_INVALID',
    `Layer '${node.name}' (${node.type}) has the option '${unknown}', which cannot be written as ONNX. It may have: ${written.join(', ') || 'none'}.`,
    { details: { layer: node.name, type: node.type, option: unknown, known: written } },
  );
}
