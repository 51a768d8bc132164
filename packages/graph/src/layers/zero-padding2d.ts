import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';

/** Rows and columns of zeros around a feature map. */
export interface ZeroPadding2dLayer extends LayerBase<'zeroPadding2d'> {
  readonly pads: {
    readonly top: number;
    readonly bottom: number;
    readonly left: number;
    readonly right: number;
  };
}

export const zeroPadding2d: LayerDefinition<ZeroPadding2dLayer> = {
  type: 'zeroPadding2d',
  read(reader) {
    const [height, width, channels] = reader.map;
    const pads = reader.edges('padding', 1);
    return { pads, outputShape: [height + pads.top + pads.bottom, width + pads.left + pads.right, channels] };
  },
};
