import { createRandom, type NamedTensor, type Random, sizeOf } from '@fer/core';
import type { Initializer, WeightSpec } from '@fer/graph';
import { INITIAL_WEIGHTS_STREAM } from './streams.ts';

/** What dividing by it makes of a normal distribution cut off at ±2 deviations one of unit deviation (as Keras does). */
const TRUNCATED_DEVIATION = 0.87962566103423978;

/**
 * The weights a training starts from, the same for the same specs and seed.
 *
 * What a layer asks for (`kernelInitializer`) comes first. Else kernels that feed a ReLU are He normal (He et al. 2015,
 * arXiv:1502.01852): variance 2 / fan-in, cut off at two deviations as Keras's `he_normal`. The last kernel, which gives
 * the logits, is Glorot uniform (Glorot and Bengio 2010): ±√(6 / (fan-in + fan-out)). Biases, betas, slopes and moving
 * means are 0, gammas and moving variances 1.
 *
 * A plain deep net needs this: with Glorot throughout, the tutorial's CNN predicts the commonest class for three
 * epochs before it moves at all.
 */
export function initializeWeights(specs: readonly WeightSpec[], seed: number): Map<string, NamedTensor> {
  const lastKernel = specs.findLast((spec) => spec.role === 'kernel');
  return new Map(
    specs.map((spec, index) => {
      const data = new Float32Array(sizeOf(spec.shape));
      const random = createRandom(seed, INITIAL_WEIGHTS_STREAM, index);
      const initializer = spec.initializer ?? (spec === lastKernel ? 'glorotUniform' : DEFAULTS[spec.role]);
      fill(data, initializer, spec, random);
      return [spec.name, { shape: spec.shape, data }];
    }),
  );
}

const DEFAULTS: { readonly [role in WeightSpec['role']]: Initializer } = {
  kernel: 'heNormal',
  depthwiseKernel: 'heNormal',
  bias: 'zeros',
  gamma: 'ones',
  beta: 'zeros',
  slope: 'zeros',
  movingMean: 'zeros',
  movingVariance: 'ones',
};

/** By the formulas of keras.io/api/layers/initializers: a variance of `scale / fan`, uniform or normal cut off. */
function fill(
  data: Float32Array,
  initializer: Initializer,
  { fanIn, fanOut }: WeightSpec,
  random: Random,
): void {
  if (initializer === 'zeros' || initializer === 'ones') {
    data.fill(initializer === 'ones' ? 1 : 0);
    return;
  }
  const isUniform = initializer.endsWith('Uniform');
  const scale = initializer.startsWith('leCun') ? 1 : 2;
  const fan = Math.max(1, initializer.startsWith('glorot') ? fanIn + fanOut : fanIn);
  const limit = Math.sqrt((3 * scale) / fan);
  const deviation = Math.sqrt(scale / fan) / TRUNCATED_DEVIATION;
  for (let i = 0; i < data.length; i++) {
    data[i] = isUniform ? random.uniform(-limit, limit) : deviation * truncatedNormal(random);
  }
}

function truncatedNormal(random: Random): number {
  for (;;) {
    const value = random.normal();
    if (value > -2 && value < 2) return value;
  }
}
