import { sizeOf } from '@fer/core';
import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';

/** A vector of all numbers, in the order of `[height, width, channels]`. */
export type FlattenLayer = LayerBase<'flatten'>;

export const flatten: LayerDefinition<FlattenLayer> = {
  type: 'flatten',
  read: (reader) => ({ outputShape: [sizeOf(reader.input)] }),
};
