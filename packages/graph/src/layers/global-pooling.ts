import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';

/** The largest, or the mean, of each channel: `[channels]`, or `[1, 1, channels]` with `keepDims`. */
export type GlobalPoolingLayer<Type extends 'globalMaxPooling2d' | 'globalAveragePooling2d'> =
  LayerBase<Type>;

export const globalMaxPooling2d = globalPooling('globalMaxPooling2d');
export const globalAveragePooling2d = globalPooling('globalAveragePooling2d');

function globalPooling<Type extends 'globalMaxPooling2d' | 'globalAveragePooling2d'>(
  type: Type,
): LayerDefinition<GlobalPoolingLayer<Type>> {
  return {
    type,
    read(reader) {
      const [, , channels] = reader.map;
      return { outputShape: reader.flag('keepDims', false) ? [1, 1, channels] : [channels] };
    },
  };
}
