import type { Activation } from '../activation.ts';
import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';

/** `kernel` `[inputs, units]`, `bias` `[units]`. */
export interface DenseLayer extends LayerBase<'dense'> {
  readonly units: number;
  readonly activation: Activation;
}

export const dense: LayerDefinition<DenseLayer> = {
  type: 'dense',
  read(reader) {
    const { input, channels } = reader;
    if (input.length !== 1)
      throw reader.invalid(`needs a vector, but reads [${input}]; put a flatten before it`);
    const units = reader.count('units');
    reader.weight('kernel', 'kernel', [channels, units], 'kernel', channels, units);
    reader.bias(units);
    reader.refuseInTraining('activityRegularizer');
    return { units, activation: reader.activation(), outputShape: [units] };
  },
};
