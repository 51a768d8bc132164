import type { LayerSpelling } from '../resolved-layer.ts';
import type { ActivationLayer } from './activation.ts';
import type { LeakyReLULayer } from './leaky-relu.ts';

/**
 * Keras's layer: x where it is positive, `negativeSlope` · x elsewhere; never above `maxValue`, which may be 6 (or
 * `null`: no bound). An `activation` or a `leakyReLU` is what it comes to.
 */
export const reLU: LayerSpelling<ActivationLayer | LeakyReLULayer> = {
  read(reader) {
    const isBounded = reader.choice('maxValue', [6, UNBOUNDED], UNBOUNDED) === 6;
    // No engine computes both.
    const alpha = reader.number('negativeSlope', 0, 0, isBounded ? 0 : UNBOUNDED);
    reader.number('threshold', 0, 0, 0);
    const outputShape = reader.input;
    if (alpha === 0) return { type: 'activation', activation: isBounded ? 'relu6' : 'relu', outputShape };
    return { type: 'leakyReLU', alpha, outputShape };
  },
};

/** Keras writes `null`. */
const UNBOUNDED = Number.POSITIVE_INFINITY;
