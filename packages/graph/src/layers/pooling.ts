import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';
import type { Window } from '../window.ts';

/** The largest, or the mean, of what lies under a window; zeros of `same` count neither way. */
export interface PoolingLayer<Type extends 'maxPooling2d' | 'averagePooling2d'> extends LayerBase<Type> {
  readonly window: Window;
}

export const maxPooling2d = pooling('maxPooling2d');
export const averagePooling2d = pooling('averagePooling2d');

function pooling<Type extends 'maxPooling2d' | 'averagePooling2d'>(
  type: Type,
): LayerDefinition<PoolingLayer<Type>> {
  return {
    type,
    read(reader) {
      const window = reader.poolingWindow();
      return { window, outputShape: [...window.output, reader.channels] };
    },
  };
}
