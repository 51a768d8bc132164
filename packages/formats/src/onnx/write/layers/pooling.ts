import type { ResolvedLayerOf } from '@fer/graph';
import type { LayerContext, LayerWriter } from '../layer-context.ts';

export const writeMaxPooling2d: LayerWriter<'maxPooling2d'> = (context) =>
  context.builder.add(context.layer.name, 'MaxPool', [context.inputs[0]!], windowAttributes(context));

/** What hangs over the edge is left out of the average, as TensorFlow does. */
export const writeAveragePooling2d: LayerWriter<'averagePooling2d'> = (context) =>
  context.builder.add(context.layer.name, 'AveragePool', [context.inputs[0]!], {
    ...windowAttributes(context),
    count_include_pad: 0,
  });

export const writeGlobalAveragePooling2d: LayerWriter<'globalAveragePooling2d'> = (context) =>
  writeGlobal(context, 'GlobalAveragePool');

export const writeGlobalMaxPooling2d: LayerWriter<'globalMaxPooling2d'> = (context) =>
  writeGlobal(context, 'GlobalMaxPool');

function windowAttributes({ layer }: LayerContext<ResolvedLayerOf<'maxPooling2d' | 'averagePooling2d'>>): {
  [attribute: string]: number[];
} {
  const { size, strides, pads } = layer.window;
  return {
    kernel_shape: [...size],
    strides: [...strides],
    pads: [pads.top, pads.left, pads.bottom, pads.right],
  };
}

/** `[batch, channels, height, width]` → `[batch, channels, 1, 1]`, or `[batch, channels]` */
function writeGlobal({ builder, layer, inputs }: LayerContext, operator: string): string {
  const pooled = builder.add(layer.name, operator, [inputs[0]!]);
  return layer.outputShape.length === 3 ? pooled : builder.add(layer.name, 'Flatten', [pooled], { axis: 1 });
}
