import type { Activation } from '../activation.ts';
import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';
import type { Window } from '../window.ts';

/** `kernel` `[height, width, channels / groups, filters]`, `bias` `[filters]`. */
export interface Conv2dLayer extends LayerBase<'conv2d'> {
  readonly window: Window;
  readonly filters: number;
  /** Channels and filters are divided into as many parts, each with filters of its own. */
  readonly groups: number;
  readonly activation: Activation;
}

export const conv2d: LayerDefinition<Conv2dLayer> = {
  type: 'conv2d',
  read(reader) {
    const { channels } = reader;
    const window = reader.convolutionWindow();
    const filters = reader.count('filters');
    const groups = reader.count('groups', 1);
    if (channels % groups !== 0 || filters % groups !== 0) {
      throw reader.invalid(
        `has ${groups} groups, which do not divide ${channels} channels and ${filters} filters`,
      );
    }
    const [height, width] = window.size;
    const shape = [height, width, channels / groups, filters];
    const taps = height * width;
    reader.weight('kernel', 'kernel', shape, 'kernel', (taps * channels) / groups, (taps * filters) / groups);
    reader.bias(filters);
    reader.refuseInTraining('activityRegularizer');
    return {
      window,
      filters,
      groups,
      activation: reader.activation(),
      outputShape: [...window.output, filters],
    };
  },
};
