import { type LayerContext, type LayerWriter, pairOption } from '../layer-context.ts';
import { windowPads } from '../padding.ts';

export const writeMaxPooling2d: LayerWriter = (context) =>
  context.builder.add(context.node.name, 'MaxPool', [context.inputs[0]!], window(context));

/** What hangs over the edge is left out of the average, as TensorFlow does. */
export const writeAveragePooling2d: LayerWriter = (context) =>
  context.builder.add(context.node.name, 'AveragePool', [context.inputs[0]!], {
    ...window(context),
    count_include_pad: 0,
  });

export const writeGlobalAveragePooling2d: LayerWriter = (context) =>
  writeGlobal(context, 'GlobalAveragePool');

export const writeGlobalMaxPooling2d: LayerWriter = (context) => writeGlobal(context, 'GlobalMaxPool');

function window(context: LayerContext): { [attribute: string]: number[] } {
  const pool = pairOption(context.node, 'poolSize', 2);
  const strides = pairOption(context.node, 'strides', pool);
  return { kernel_shape: pool, strides, pads: windowPads(context, pool, strides) };
}

/** `[batch, channels, height, width]` → `[batch, channels]` */
function writeGlobal({ builder, node, inputs }: LayerContext, operator: string): string {
  const pooled = builder.add(node.name, operator, [inputs[0]!]); // [batch, channels, 1, 1]
  return builder.add(node.name, 'Flatten', [pooled], { axis: 1 });
}
