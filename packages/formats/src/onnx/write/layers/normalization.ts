import type { LayerWriter } from '../layer-context.ts';

/** Left as an operator of its own: engines fold it into the convolution before it. */
export const writeBatchNormalization: LayerWriter<'batchNormalization'> = ({
  builder,
  layer,
  inputs,
  weight,
}) => {
  const { name, epsilon, outputShape } = layer;
  const mean = weight('moving_mean')!;
  const numbers = (suffix: string, fallback: number) =>
    weight(suffix)?.data ?? new Float32Array(mean.data.length).fill(fallback);
  const [gamma, beta, variance] = [numbers('gamma', 1), numbers('beta', 0), numbers('moving_variance', 1)];
  const add = (suffix: string, data: Float32Array) =>
    builder.addFloats(`${name}/${suffix}`, mean.shape, data);
  if (outputShape.length !== 2) {
    const statistics = [add('moving_mean', mean.data), add('moving_variance', variance)];
    const operands = [inputs[0]!, add('gamma', gamma), add('beta', beta), ...statistics];
    return builder.add(name, 'BatchNormalization', operands, { epsilon: { float: epsilon } });
  }
  // ONNX's operator takes axis 1 for the channels, which is not theirs here.
  const scale = variance.map((value, channel) => gamma[channel]! / Math.sqrt(value + epsilon));
  const shift = mean.data.map((value, channel) => beta[channel]! - value * scale[channel]!);
  const scaled = builder.add(name, 'Mul', [inputs[0]!, add('scale', scale)]);
  return builder.add(name, 'Add', [scaled, add('shift', shift)]);
};
