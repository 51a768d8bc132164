import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';
import type { Pair } from '../shape.ts';

/** Repeats rows and columns of a feature map (`interpolation: 'nearest'`, the only one). */
export interface UpSampling2dLayer extends LayerBase<'upSampling2d'> {
  readonly size: Pair;
}

export const upSampling2d: LayerDefinition<UpSampling2dLayer> = {
  type: 'upSampling2d',
  read(reader) {
    const [height, width, channels] = reader.map;
    const size = reader.pair('size', 2);
    reader.choice('interpolation', ['nearest'], 'nearest');
    return { size, outputShape: [height * size[0], width * size[1], channels] };
  },
};
