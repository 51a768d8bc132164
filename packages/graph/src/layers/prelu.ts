import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';

/** x where it is positive, alpha · x elsewhere, with an alpha to learn for each channel (He et al. 2015, arXiv:1502.01852). */
export type PReLULayer = LayerBase<'prelu'>;

export const prelu: LayerDefinition<PReLULayer> = {
  type: 'prelu',
  read(reader) {
    const { input, channels } = reader;
    const shared = input.slice(0, -1).map((_, axis) => axis + 1);
    const axes = shared.length === 0 ? shared : reader.sizes('sharedAxes', 1);
    if (axes.join() !== shared.join()) {
      throw reader.invalid(`needs 'sharedAxes' to be [${shared}], one slope a channel, but it is [${axes}]`);
    }
    const shape = [...shared.map(() => 1), channels];
    reader.weight('alpha', 'slope', shape, 'alpha');
    return { outputShape: input };
  },
};
