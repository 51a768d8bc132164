import type { Activation } from '../activation.ts';
import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';
import type { Window } from '../window.ts';

/**
 * A depthwise convolution (`depthwise_kernel` `[height, width, channels, multiplier]`), then one of 1×1
 * (`pointwise_kernel` `[1, 1, channels · multiplier, filters]`, `bias` `[filters]`), with nothing between.
 */
export interface SeparableConv2dLayer extends LayerBase<'separableConv2d'> {
  /** Of the depthwise part. */
  readonly window: Window;
  readonly multiplier: number;
  readonly filters: number;
  readonly activation: Activation;
}

export const separableConv2d: LayerDefinition<SeparableConv2dLayer> = {
  type: 'separableConv2d',
  read(reader) {
    const { channels } = reader;
    const window = reader.convolutionWindow();
    const multiplier = reader.count('depthMultiplier', 1);
    const filters = reader.count('filters');
    const taps = window.size[0] * window.size[1];
    const middle = channels * multiplier;
    const shape = [...window.size, channels, multiplier];
    reader.weight('depthwise_kernel', 'depthwiseKernel', shape, 'depthwise', taps, taps * multiplier);
    reader.weight('pointwise_kernel', 'kernel', [1, 1, middle, filters], 'pointwise', middle, filters);
    reader.bias(filters);
    reader.refuseInTraining('activityRegularizer');
    return {
      window,
      multiplier,
      filters,
      activation: reader.activation(),
      outputShape: [...window.output, filters],
    };
  },
};
