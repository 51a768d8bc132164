import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';

/** Another order of the axes: axis i of the output is axis `dims[i]` of the input, counted from 1 as in Keras. */
export interface PermuteLayer extends LayerBase<'permute'> {
  readonly dims: readonly number[];
}

export const permute: LayerDefinition<PermuteLayer> = {
  type: 'permute',
  read(reader) {
    const { input } = reader;
    const dims = reader.sizes('dims', 1);
    if ([...dims].sort((a, b) => a - b).join() !== input.map((_, axis) => axis + 1).join()) {
      throw reader.invalid(`needs 'dims' to hold each axis of [${input}] once, from 1, but it is [${dims}]`, {
        option: 'dims',
      });
    }
    return { dims, outputShape: dims.map((axis) => input[axis - 1]!) };
  },
};
