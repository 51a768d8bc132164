import { writeActivation } from '../activation.ts';
import type { LayerWriter } from '../layer-context.ts';

/** `kernel` stays `[in, units]`, as `Gemm` takes it. */
export const writeDense: LayerWriter<'dense'> = ({ builder, layer, inputs, weight }) => {
  const kernel = weight('kernel')!;
  const bias = weight('bias');
  const operands = [inputs[0]!, builder.addFloats(`${layer.name}/kernel`, kernel.shape, kernel.data)];
  if (bias !== undefined) operands.push(builder.addFloats(`${layer.name}/bias`, bias.shape, bias.data));
  return writeActivation(builder, layer, layer.activation, builder.add(layer.name, 'Gemm', operands));
};
