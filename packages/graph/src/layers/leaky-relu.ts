import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';

/** x where it is positive, alpha · x elsewhere. */
export interface LeakyReLULayer extends LayerBase<'leakyReLU'> {
  readonly alpha: number;
}

export const leakyReLU: LayerDefinition<LeakyReLULayer> = {
  type: 'leakyReLU',
  read: (reader) => ({ alpha: reader.number('alpha', 0.3), outputShape: reader.input }),
};
