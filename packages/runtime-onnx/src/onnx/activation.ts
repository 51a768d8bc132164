import { FerError, type LayerNode } from '@fer/core';
import type { GraphBuilder } from './graph-builder.ts';

type ActivationWriter = (builder: GraphBuilder, layer: string, x: string) => string;

const operator =
  (name: string, attributes: Parameters<GraphBuilder['add']>[3] = {}): ActivationWriter =>
  (builder, layer, x) =>
    builder.add(layer, name, [x], attributes);

/** Softmax is over the channels: the last axis of NHWC, which is axis 1 of NCHW and of a matrix. */
const CHANNELS = { axis: 1 };

/** `0.5 · x · (1 + gate(x))`; Hendrycks and Gimpel 2016, arXiv:1606.08415. Opset 13 has no operator for it. */
const gelu =
  (writeGate: ActivationWriter): ActivationWriter =>
  (builder, layer, x) => {
    const one = builder.addFloat(`${layer}/one`, 1);
    const half = builder.addFloat(`${layer}/half`, 0.5);
    const gate = builder.add(layer, 'Add', [writeGate(builder, layer, x), one]);
    return builder.add(layer, 'Mul', [builder.add(layer, 'Mul', [x, gate]), half]);
  };

/** erf(x / √2) */
const writeErfGate: ActivationWriter = (builder, layer, x) => {
  const root = builder.addFloat(`${layer}/root_of_two`, Math.SQRT2);
  return builder.add(layer, 'Erf', [builder.add(layer, 'Div', [x, root])]);
};

/** tanh(√(2/π) · (x + 0.044715 · x³)), its approximation */
const writeTanhGate: ActivationWriter = (builder, layer, x) => {
  const cube = builder.add(layer, 'Mul', [builder.add(layer, 'Mul', [x, x]), x]);
  const small = builder.add(layer, 'Mul', [cube, builder.addFloat(`${layer}/cubic`, 0.044715)]);
  const sum = builder.add(layer, 'Add', [x, small]);
  const scale = builder.addFloat(`${layer}/scale`, Math.sqrt(2 / Math.PI));
  return builder.add(layer, 'Tanh', [builder.add(layer, 'Mul', [sum, scale])]);
};

/** tfjs-layers' activations by their names, with its constants (src/activations.ts). */
const WRITERS: { readonly [name: string]: ActivationWriter } = {
  linear: (_builder, _layer, x) => x,
  relu: operator('Relu'),
  relu6: (builder, layer, x) =>
    builder.add(layer, 'Clip', [
      x,
      builder.addFloat(`${layer}/zero`, 0),
      builder.addFloat(`${layer}/six`, 6),
    ]),
  elu: operator('Elu'),
  selu: operator('Selu'),
  sigmoid: operator('Sigmoid'),
  hardSigmoid: operator('HardSigmoid', { alpha: { float: 0.2 }, beta: { float: 0.5 } }),
  tanh: operator('Tanh'),
  softplus: operator('Softplus'),
  softsign: operator('Softsign'),
  softmax: operator('Softmax', CHANNELS),
  logSoftmax: operator('LogSoftmax', CHANNELS),
  swish: (builder, layer, x) => builder.add(layer, 'Mul', [x, builder.add(layer, 'Sigmoid', [x])]),
  mish: (builder, layer, x) => {
    const gate = builder.add(layer, 'Tanh', [builder.add(layer, 'Softplus', [x])]);
    return builder.add(layer, 'Mul', [x, gate]);
  },
  gelu: gelu(writeErfGate),
  gelu_new: gelu(writeTanhGate),
};

/**
 * Applies the option `activation` of a layer.
 *
 * @param x the value to apply it to
 * @returns the name of the result
 * @throws FerError `FER_GRAPH_INVALID` naming the layer, if the activation is not known
 */
export function writeActivation(builder: GraphBuilder, node: LayerNode, x: string): string {
  const name = node.config.activation ?? 'linear';
  const write = typeof name === 'string' && Object.hasOwn(WRITERS, name) ? WRITERS[name] : undefined;
  if (write === undefined) {
    throw new FerError(
      'FER_GRAPH_INVALID',
      `Layer '${node.name}' (${node.type}) has the activation ${JSON.stringify(name)}, which cannot be written as ONNX. Known: ${Object.keys(WRITERS).join(', ')}.`,
      { details: { layer: node.name, activation: name, known: Object.keys(WRITERS) } },
    );
  }
  return write(builder, node.name, x);
}
