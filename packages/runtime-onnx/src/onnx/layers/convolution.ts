import type { NamedTensor } from '@fer/core';
import { writeActivation } from '../activation.ts';
import { type LayerContext, type LayerWriter, pairOption } from '../layer-context.ts';
import { windowPads } from '../padding.ts';
import { permute4 } from '../permute.ts';

/** `kernel` `[kh, kw, in, out]` → ONNX's `[out, in, kh, kw]` */
export const writeConv2d: LayerWriter = (context) => {
  const { builder, node, inputs } = context;
  const kernel = addKernel(context, 'kernel', context.weight('kernel')!, [3, 2, 0, 1]);
  const sums = builder.add(node.name, 'Conv', [inputs[0]!, kernel, ...addBias(context)], window(context));
  return writeActivation(builder, node, sums);
};

/** `depthwise_kernel` `[kh, kw, in, multiplier]` → `[in × multiplier, 1, kh, kw]`, a group for each input channel. */
export const writeDepthwiseConv2d: LayerWriter = (context) => {
  const { builder, node, inputs } = context;
  const kernel = addDepthwiseKernel(context);
  const sums = builder.add(node.name, 'Conv', [inputs[0]!, kernel, ...addBias(context)], depthwise(context));
  return writeActivation(builder, node, sums);
};

/** A depthwise convolution, then one of 1×1 that has the bias. */
export const writeSeparableConv2d: LayerWriter = (context) => {
  const { builder, node, inputs } = context;
  const middle = builder.add(
    `${node.name}/depthwise`,
    'Conv',
    [inputs[0]!, addDepthwiseKernel(context)],
    depthwise(context),
  );
  const pointwise = addKernel(context, 'pointwise_kernel', context.weight('pointwise_kernel')!, [3, 2, 0, 1]);
  const sums = builder.add(`${node.name}/pointwise`, 'Conv', [middle, pointwise, ...addBias(context)], {
    kernel_shape: [1, 1],
  });
  return writeActivation(builder, node, sums);
};

function window(context: LayerContext): { [attribute: string]: number[] } {
  const { node } = context;
  const kernel = pairOption(node, 'kernelSize', 1);
  const strides = pairOption(node, 'strides', 1);
  const dilations = pairOption(node, 'dilationRate', 1);
  return { kernel_shape: kernel, strides, dilations, pads: windowPads(context, kernel, strides, dilations) };
}

function depthwise(context: LayerContext): { [attribute: string]: number | number[] } {
  return { ...window(context), group: context.inputShape[2]! };
}

function addDepthwiseKernel(context: LayerContext): string {
  const { shape, data } = context.weight('depthwise_kernel')!;
  const [kernelHeight, kernelWidth, channels, multiplier] = shape as [number, number, number, number];
  const grouped = { shape: [kernelHeight, kernelWidth, 1, channels * multiplier], data };
  return addKernel(context, 'depthwise_kernel', grouped, [3, 2, 0, 1]);
}

function addKernel(
  { builder, node }: LayerContext,
  name: string,
  { shape, data }: NamedTensor,
  order: readonly [number, number, number, number],
): string {
  const permuted = order.map((axis) => shape[axis]!);
  return builder.addFloats(`${node.name}/${name}`, permuted, permute4(data, shape, order));
}

function addBias({ builder, node, weight }: LayerContext): string[] {
  const bias = weight('bias');
  return bias === undefined ? [] : [builder.addFloats(`${node.name}/bias`, bias.shape, bias.data)];
}
