import { sizeOf } from '@fer/core';
import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';

/** The same numbers in the same order under another shape. */
export type ReshapeLayer = LayerBase<'reshape'>;

export const reshape: LayerDefinition<ReshapeLayer> = {
  type: 'reshape',
  read(reader) {
    const { input } = reader;
    const target = reader.sizes('targetShape', -1);
    const size = sizeOf(input);
    const known = target.filter((length) => length !== -1);
    const open = target.length - known.length;
    const rest = size / sizeOf(known);
    const isWhole = open === 0 ? rest === 1 : open === 1 && Number.isInteger(rest);
    if (!isWhole || known.some((length) => length < 1)) {
      throw reader.invalid(`cannot give [${target}] of the ${size} numbers of [${input}]`, {
        option: 'targetShape',
      });
    }
    return { outputShape: target.map((length) => (length === -1 ? rest : length)) };
  },
};
