import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';

/** In training, sets a share of the numbers to 0 and enlarges the others by as much (Srivastava et al. 2014). */
export interface DropoutLayer extends LayerBase<'dropout'> {
  readonly rate: number;
}

export const dropout: LayerDefinition<DropoutLayer> = {
  type: 'dropout',
  read(reader) {
    const rate = reader.number('rate', 0, 0);
    if (rate >= 1)
      throw reader.invalid(`needs 'rate' to be less than 1, but it is ${rate}`, { option: 'rate' });
    reader.refuseInTraining('seed', 'noiseShape');
    return { rate, outputShape: reader.input };
  },
};
