import { isPerChannel } from '@fer/graph';
import { writeActivation } from '../activation.ts';
import type { LayerContext, LayerWriter } from '../layer-context.ts';
import { perChannelShape } from '../memory-order.ts';

export const writeActivationLayer: LayerWriter<'activation'> = ({ builder, layer, inputs }) =>
  writeActivation(builder, layer, layer.activation, inputs[0]!);

export const writeLeakyReLU: LayerWriter<'leakyReLU'> = ({ builder, layer, inputs }) =>
  builder.add(layer.name, 'LeakyRelu', [inputs[0]!], { alpha: { float: layer.alpha } });

export const writePReLU: LayerWriter<'prelu'> = ({ builder, layer, inputs, weight }) => {
  const { data } = weight('alpha')!;
  const slope = builder.addFloats(`${layer.name}/alpha`, perChannelShape(layer.outputShape), data);
  return builder.add(layer.name, 'PRelu', [inputs[0]!, slope]);
};

/** Does nothing in inference. */
export const writeDropout: LayerWriter<'dropout'> = ({ inputs }) => inputs[0]!;

/** Two at a time: engines fuse `Add` with the convolution before it, and not `Sum`. */
export const writeAdd: LayerWriter<'add'> = (context) => pairwise(context, 'Add');

export const writeSubtract: LayerWriter<'subtract'> = (context) => pairwise(context, 'Sub');

export const writeMaximum: LayerWriter<'maximum'> = (context) => pairwise(context, 'Max');

/** What scales channels is `[batch, channels]`, and is spread over the map as `[batch, channels, 1, 1]`. */
export const writeMultiply: LayerWriter<'multiply'> = (context) => {
  const { builder, layer, inputs } = context;
  const spread = inputs.map((input, index) => {
    const shape = layer.inputShapes[index]!;
    if (shape.length !== 1 || !isPerChannel(shape, layer.outputShape)) return input;
    return builder.add(layer.name, 'Reshape', [
      input,
      builder.addIntegers(`${layer.name}/spread`, [0, -1, 1, 1]),
    ]);
  });
  return pairwise({ ...context, inputs: spread }, 'Mul');
};

function pairwise({ builder, layer, inputs }: LayerContext, operator: string): string {
  return inputs.reduce((value, input) => builder.add(layer.name, operator, [value, input]));
}
