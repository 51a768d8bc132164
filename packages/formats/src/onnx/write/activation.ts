import type { Activation, ResolvedLayer } from '@fer/graph';
import type { GraphBuilder } from './graph-builder.ts';
import { channelAxis } from './memory-order.ts';

/** @param channels the axis of the channels */
type ActivationWriter = (builder: GraphBuilder, layer: string, x: string, channels: number) => string;

const operator =
  (name: string, attributes: Parameters<GraphBuilder['add']>[3] = {}): ActivationWriter =>
  (builder, layer, x) =>
    builder.add(layer, name, [x], attributes);

const overChannels =
  (name: string): ActivationWriter =>
  (builder, layer, x, channels) =>
    builder.add(layer, name, [x], { axis: channels });

/** clip(x / 6 + 1/2, 0, 1) */
const writeHardSigmoid6 = operator('HardSigmoid', { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });

/** `0.5 · x · (1 + gate(x))`; Hendrycks and Gimpel 2016, arXiv:1606.08415. Opset 13 has no operator for it. */
const gelu =
  (writeGate: ActivationWriter): ActivationWriter =>
  (builder, layer, x) => {
    const one = builder.addFloat(`${layer}/one`, 1);
    const half = builder.addFloat(`${layer}/half`, 0.5);
    const gate = builder.add(layer, 'Add', [writeGate(builder, layer, x, 1), one]);
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
const WRITERS: { readonly [name in Activation]: ActivationWriter } = {
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
  hardSigmoid6: writeHardSigmoid6,
  hardSwish: (builder, layer, x, channels) =>
    builder.add(layer, 'Mul', [x, writeHardSigmoid6(builder, layer, x, channels)]),
  tanh: operator('Tanh'),
  softplus: operator('Softplus'),
  softsign: operator('Softsign'),
  softmax: overChannels('Softmax'),
  logSoftmax: overChannels('LogSoftmax'),
  swish: (builder, layer, x) => builder.add(layer, 'Mul', [x, builder.add(layer, 'Sigmoid', [x])]),
  mish: (builder, layer, x) => {
    const gate = builder.add(layer, 'Tanh', [builder.add(layer, 'Softplus', [x])]);
    return builder.add(layer, 'Mul', [x, gate]);
  },
  gelu: gelu(writeErfGate),
  gelu_new: gelu(writeTanhGate),
};

/**
 * Applies an activation to a value of the layer's output shape.
 *
 * @returns the name of the result
 */
export function writeActivation(
  builder: GraphBuilder,
  { name, outputShape }: ResolvedLayer,
  activation: Activation,
  x: string,
): string {
  return WRITERS[activation](builder, name, x, channelAxis(outputShape));
}
