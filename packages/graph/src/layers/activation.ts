import type { Activation } from '../activation.ts';
import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';

export interface ActivationLayer extends LayerBase<'activation'> {
  readonly activation: Activation;
}

export const activation: LayerDefinition<ActivationLayer> = {
  type: 'activation',
  read: (reader) => ({ activation: reader.activation(), outputShape: reader.input }),
};
