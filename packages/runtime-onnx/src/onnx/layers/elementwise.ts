import { writeActivation } from '../activation.ts';
import { type LayerWriter, pairOption } from '../layer-context.ts';

export const writeActivationLayer: LayerWriter = ({ builder, node, inputs }) =>
  writeActivation(builder, node, inputs[0]!);

/** Does nothing in inference. */
export const writeDropout: LayerWriter = ({ inputs }) => inputs[0]!;

/** Sums two at a time: engines fuse `Add` with the convolution before it, and not `Sum`. */
export const writeAdd: LayerWriter = ({ builder, node, inputs }) =>
  inputs.reduce((sum, input) => builder.add(node.name, 'Add', [sum, input]));

/** Zeros on both sides of each axis: `padding` is one number for both axes, or `[vertical, horizontal]`. */
export const writeZeroPadding2d: LayerWriter = ({ builder, node, inputs }) => {
  const [vertical, horizontal] = pairOption(node, 'padding', 1) as [number, number];
  const pads = [0, 0, vertical, horizontal];
  return builder.add(node.name, 'Pad', [
    inputs[0]!,
    builder.addIntegers(`${node.name}/pads`, [...pads, ...pads]),
  ]);
};
