import { writeActivation } from '../activation.ts';
import type { LayerWriter } from '../layer-context.ts';

/** `kernel` stays `[in, units]`, as `Gemm` takes it. */
export const writeDense: LayerWriter = ({ builder, node, inputs, weight }) => {
  const kernel = weight('kernel')!;
  const bias = weight('bias');
  const operands = [inputs[0]!, builder.addFloats(`${node.name}/kernel`, kernel.shape, kernel.data)];
  if (bias !== undefined) operands.push(builder.addFloats(`${node.name}/bias`, bias.shape, bias.data));
  return writeActivation(builder, node, builder.add(node.name, 'Gemm', operands));
};

/** The features come out in the order of NHWC, in which the weights of the next layer were trained. */
export const writeFlatten: LayerWriter = ({ builder, node, inputs, inputShape }) => {
  const [height, width, channels] = inputShape;
  const isMap = inputShape.length === 3;
  // Without a plane, or with one channel, both orders are the same.
  const isReordered = isMap && height! * width! > 1 && channels! > 1;
  const ordered = isReordered
    ? builder.add(node.name, 'Transpose', [inputs[0]!], { perm: [0, 2, 3, 1] }) // [batch, height, width, channels]
    : inputs[0]!;
  return builder.add(node.name, 'Flatten', [ordered], { axis: 1 });
};
