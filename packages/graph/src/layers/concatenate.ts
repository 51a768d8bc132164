import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';

/** The channels of all inputs, one after the other; their other sizes are equal. */
export type ConcatenateLayer = LayerBase<'concatenate'>;

export const concatenate: LayerDefinition<ConcatenateLayer> = {
  type: 'concatenate',
  read(reader) {
    const [first, ...others] = reader.inputs;
    if (first === undefined || others.length === 0) {
      throw reader.invalid(`needs two inputs or more, but reads ${reader.inputs.length}`);
    }
    const place = (shape: readonly number[]) => shape.slice(0, -1).join();
    const other = others.find((shape) => shape.length !== first.length || place(shape) !== place(first));
    if (other !== undefined) {
      throw reader.invalid(`reads [${first}] and [${other}]; all sizes but the channels must be equal`);
    }
    reader.choice('axis', [-1, first.length], -1);
    const channels = reader.inputs.reduce((sum, shape) => sum + shape.at(-1)!, 0);
    return { outputShape: [...first.slice(0, -1), channels] };
  },
};
