import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';

/**
 * `gamma (x - mean) / √(variance + epsilon) + beta` for each channel, with the moving statistics; in training with those
 * of the batch (Ioffe and Szegedy 2015, arXiv:1502.03167).
 */
export interface BatchNormalizationLayer extends LayerBase<'batchNormalization'> {
  readonly epsilon: number;
  /** Share of the old statistics that stays in each step. */
  readonly momentum: number;
  /** Whether there is a `gamma`, and a `beta`. */
  readonly scale: boolean;
  readonly center: boolean;
}

export const batchNormalization: LayerDefinition<BatchNormalizationLayer> = {
  type: 'batchNormalization',
  read(reader) {
    const { input, channels } = reader;
    reader.choice('axis', [-1, input.length], -1);
    const scale = reader.flag('scale', true);
    const center = reader.flag('center', true);
    const shape = [channels];
    if (scale) reader.weight('gamma', 'gamma', shape, 'gamma');
    else reader.ignoreOptionsOf('gamma');
    if (center) reader.weight('beta', 'beta', shape, 'beta');
    else reader.ignoreOptionsOf('beta');
    reader.weight('moving_mean', 'movingMean', shape, 'movingMean');
    reader.weight('moving_variance', 'movingVariance', shape, 'movingVariance');
    return {
      epsilon: reader.number('epsilon', 1e-3, 0),
      momentum: reader.number('momentum', 0.99, 0, 1),
      scale,
      center,
      outputShape: input,
    };
  },
};
