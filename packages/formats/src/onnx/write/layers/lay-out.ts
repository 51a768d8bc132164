import type { LayerWriter } from '../layer-context.ts';
import { channelAxis, numbersInGraphOrder, toFileOrder, toGraphOrder } from '../memory-order.ts';

/** The features come out in the order of NHWC, in which the weights of the next layer were trained. */
export const writeFlatten: LayerWriter<'flatten'> = ({ builder, layer, inputs }) => {
  const ordered = numbersInGraphOrder(builder, layer.name, inputs[0]!, layer.inputShapes[0]!);
  return builder.add(layer.name, 'Flatten', [ordered], { axis: 1 });
};

export const writeReshape: LayerWriter<'reshape'> = ({ builder, layer, inputs }) => {
  const { name, inputShapes, outputShape } = layer;
  const ordered = numbersInGraphOrder(builder, name, inputs[0]!, inputShapes[0]!);
  // 0 stands for the size that is there: the batch.
  const shape = builder.addIntegers(`${name}/shape`, [0, ...outputShape]);
  return toFileOrder(builder, name, builder.add(name, 'Reshape', [ordered, shape]), outputShape);
};

export const writePermute: LayerWriter<'permute'> = ({ builder, layer, inputs }) => {
  const { name, dims, inputShapes, outputShape } = layer;
  const ordered = toGraphOrder(builder, name, inputs[0]!, inputShapes[0]!);
  const permuted = builder.add(name, 'Transpose', [ordered], { perm: [0, ...dims] });
  return toFileOrder(builder, name, permuted, outputShape);
};

export const writeConcatenate: LayerWriter<'concatenate'> = ({ builder, layer, inputs }) =>
  builder.add(layer.name, 'Concat', inputs, { axis: channelAxis(layer.outputShape) });

export const writeZeroPadding2d: LayerWriter<'zeroPadding2d'> = ({ builder, layer, inputs }) => {
  const { top, bottom, left, right } = layer.pads;
  const pads = builder.addIntegers(`${layer.name}/pads`, [0, 0, top, left, 0, 0, bottom, right]);
  return builder.add(layer.name, 'Pad', [inputs[0]!, pads]);
};

export const writeChannelPadding: LayerWriter<'channelPadding'> = ({ builder, layer, inputs }) => {
  const none = [0, ...layer.outputShape.map(() => 0)];
  const after = none.with(channelAxis(layer.outputShape), layer.channels);
  return builder.add(layer.name, 'Pad', [
    inputs[0]!,
    builder.addIntegers(`${layer.name}/pads`, [...none, ...after]),
  ]);
};

/** Columns, then rows are repeated on an axis of their own: `Resize` has more ways to round than engines that agree. */
export const writeUpSampling2d: LayerWriter<'upSampling2d'> = ({ builder, layer, inputs }) => {
  const { name, size } = layer;
  const [height, width, channels] = layer.inputShapes[0] as [number, number, number];
  const [down, right] = size;
  const reshape = (value: string, ...shape: number[]) =>
    builder.add(name, 'Reshape', [value, builder.addIntegers(`${name}/shape`, [0, ...shape])]);
  const tile = (value: string, ...repeats: number[]) =>
    builder.add(name, 'Tile', [value, builder.addIntegers(`${name}/repeats`, [1, ...repeats])]);
  const wide = tile(reshape(inputs[0]!, channels * height, width, 1), 1, 1, right);
  const high = tile(reshape(wide, channels * height, 1, width * right), 1, down, 1);
  return reshape(high, channels, height * down, width * right);
};
