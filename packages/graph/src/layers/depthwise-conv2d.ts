import type { Activation } from '../activation.ts';
import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';
import type { Window } from '../window.ts';

/** Filters of its own for each channel: `depthwise_kernel` `[height, width, channels, multiplier]`, `bias`. */
export interface DepthwiseConv2dLayer extends LayerBase<'depthwiseConv2d'> {
  readonly window: Window;
  /** Filters a channel; those of one channel lie beside each other in the output. */
  readonly multiplier: number;
  readonly activation: Activation;
}

export const depthwiseConv2d: LayerDefinition<DepthwiseConv2dLayer> = {
  type: 'depthwiseConv2d',
  read(reader) {
    const { channels } = reader;
    const window = reader.convolutionWindow();
    const multiplier = reader.count('depthMultiplier', 1);
    const taps = window.size[0] * window.size[1];
    const shape = [...window.size, channels, multiplier];
    reader.weight('depthwise_kernel', 'depthwiseKernel', shape, 'depthwise', taps, taps * multiplier);
    reader.bias(channels * multiplier);
    reader.refuseInTraining('activityRegularizer');
    return {
      window,
      multiplier,
      activation: reader.activation(),
      outputShape: [...window.output, channels * multiplier],
    };
  },
};
