import type { LayerSpelling } from '../resolved-layer.ts';
import type { ActivationLayer } from './activation.ts';
import type { LeakyReLULayer } from './leaky-relu.ts';

/**
 * Keras's layer: x where it is positive, `negativeSlope` · x elsewhere; never above `maxValue`, which may be 6 (or
 * `null`: no bound). An `activation` or a `leakyReLU` is what it comes to.
 */
export const reLU: LayerSpelling<ActivationLayer | LeakyReLULayer> = {
  read(reader) {
    const bound = reader.choice('maxValue', [6, Number.POSITIVE_INFINITY], Number.POSITIVE_INFINITY);
    const alpha = reader.number('negativeSlope', 0, 0);
    reader.number('threshold', 0, 0, 0);
    const outputShape = reader.input;
    if (alpha === 0) return { type: 'activation', activation: bound === 6 ? 'relu6' : 'relu', outputShape };
    if (bound === 6)
      throw reader.invalid('has both a `maxValue` and a `negativeSlope`, which no engine computes');
    return { type: 'leakyReLU', alpha, outputShape };
  },
};
