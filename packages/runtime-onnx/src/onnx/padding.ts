import { FerError } from '@fer/core';
import type { LayerContext } from './layer-context.ts';

/**
 * The zeros around a window layer, `[top, left, bottom, right]`. Written out rather than as `auto_pad`, which ONNX has
 * deprecated. For `same` the odd one goes to the end: tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2.
 *
 * @param window height and width of the kernel or pool
 * @throws FerError `FER_GRAPH_INVALID` if the layer's `padding` is neither `valid` nor `same`
 */
export function windowPads(
  { node, inputShape, outputShape }: LayerContext,
  window: readonly number[],
  strides: readonly number[],
  dilations: readonly number[] = [1, 1],
): number[] {
  const padding = node.config.padding ?? 'valid';
  if (padding === 'valid') return [0, 0, 0, 0];
  if (padding !== 'same') {
    throw new FerError(
      'FER_GRAPH_INVALID',
      `Layer '${node.name}' (${node.type}) needs 'padding' to be "valid" or "same", got ${JSON.stringify(padding)}.`,
      { details: { layer: node.name, type: node.type, padding } },
    );
  }
  const totals = window.map((size, axis) => {
    const extent = (size - 1) * dilations[axis]! + 1;
    return Math.max(0, (outputShape[axis]! - 1) * strides[axis]! + extent - inputShape[axis]!);
  });
  const before = totals.map((total) => Math.floor(total / 2));
  return [...before, ...totals.map((total, axis) => total - before[axis]!)];
}
