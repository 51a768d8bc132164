import type { NamedTensor } from '@fer/core';
import type { ResolvedLayer, Window } from '@fer/graph';
import { writeActivation } from '../activation.ts';
import type { LayerContext, LayerWriter } from '../layer-context.ts';
import { permute4 } from '../permute.ts';

/** `kernel` `[kh, kw, in / groups, out]` → ONNX's `[out, in / groups, kh, kw]` */
export const writeConv2d: LayerWriter<'conv2d'> = (context) => {
  const { builder, layer, inputs } = context;
  const kernel = addKernel(context, 'kernel', context.weight('kernel')!);
  const attributes = { ...windowAttributes(layer.window), group: layer.groups };
  const sums = builder.add(layer.name, 'Conv', [inputs[0]!, kernel, ...addBias(context)], attributes);
  return writeActivation(builder, layer, layer.activation, sums);
};

/** `depthwise_kernel` `[kh, kw, in, multiplier]` → `[in × multiplier, 1, kh, kw]`, a group for each input channel. */
export const writeDepthwiseConv2d: LayerWriter<'depthwiseConv2d'> = (context) => {
  const { builder, layer, inputs } = context;
  const operands = [inputs[0]!, addDepthwiseKernel(context), ...addBias(context)];
  const sums = builder.add(layer.name, 'Conv', operands, depthwise(layer));
  return writeActivation(builder, layer, layer.activation, sums);
};

/** A depthwise convolution, then one of 1×1 that has the bias. */
export const writeSeparableConv2d: LayerWriter<'separableConv2d'> = (context) => {
  const { builder, layer, inputs } = context;
  const operands = [inputs[0]!, addDepthwiseKernel(context)];
  const middle = builder.add(`${layer.name}/depthwise`, 'Conv', operands, depthwise(layer));
  const pointwise = addKernel(context, 'pointwise_kernel', context.weight('pointwise_kernel')!);
  const sums = builder.add(`${layer.name}/pointwise`, 'Conv', [middle, pointwise, ...addBias(context)], {
    kernel_shape: [1, 1],
  });
  return writeActivation(builder, layer, layer.activation, sums);
};

/** The zeros are written out rather than as `auto_pad`, which ONNX has deprecated. */
function windowAttributes({ size, strides, dilation, pads }: Window): { [attribute: string]: number[] } {
  return {
    kernel_shape: [...size],
    strides: [...strides],
    dilations: [...dilation],
    pads: [pads.top, pads.left, pads.bottom, pads.right],
  };
}

function depthwise({ window, inputShapes }: Extract<ResolvedLayer, { readonly window: Window }>) {
  return { ...windowAttributes(window), group: inputShapes[0]![2]! };
}

function addDepthwiseKernel(context: LayerContext): string {
  const { shape, data } = context.weight('depthwise_kernel')!;
  const [kernelHeight, kernelWidth, channels, multiplier] = shape as [number, number, number, number];
  const grouped = { shape: [kernelHeight, kernelWidth, 1, channels * multiplier], data };
  return addKernel(context, 'depthwise_kernel', grouped);
}

/** `[kh, kw, in, out]` → `[out, in, kh, kw]` */
function addKernel({ builder, layer }: LayerContext, name: string, { shape, data }: NamedTensor): string {
  const order = [3, 2, 0, 1] as const;
  const permuted = order.map((axis) => shape[axis]!);
  return builder.addFloats(`${layer.name}/${name}`, permuted, permute4(data, shape, order));
}

function addBias({ builder, layer, weight }: LayerContext): string[] {
  const bias = weight('bias');
  return bias === undefined ? [] : [builder.addFloats(`${layer.name}/bias`, bias.shape, bias.data)];
}
