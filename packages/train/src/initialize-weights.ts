import { createRandom, type NamedTensor, type Random } from '@fer/core';
import type { WeightSpec } from '@fer/model';
import { INITIAL_WEIGHTS_STREAM } from './streams.ts';

/** What dividing by it makes of a normal distribution cut off at ±2 deviations one of unit deviation (as Keras does). */
const TRUNCATED_DEVIATION = 0.87962566103423978;

/**
 * The weights a training starts from, the same for the same specs and seed.
 *
 * Kernels that feed a ReLU are He normal (He et al. 2015, arXiv:1502.01852): variance 2 / fan-in, cut off at two
 * deviations as Keras's `he_normal`. The last kernel, which gives the logits, is Glorot uniform (Glorot and Bengio
 * 2010): ±√(6 / (fan-in + fan-out)). Biases, betas and moving means are 0, gammas and moving variances 1.
 *
 * A plain deep net needs this: with Glorot throughout, the tutorial's CNN predicts the commonest class for three
 * epochs before it moves at all.
 */
export function initializeWeights(specs: readonly WeightSpec[], seed: number): Map<string, NamedTensor> {
  const lastKernel = specs.findLast((spec) => spec.role === 'kernel');
  return new Map(
    specs.map((spec, index) => {
      const data = new Float32Array(spec.shape.reduce((product, n) => product * n, 1));
      const random = createRandom(seed, INITIAL_WEIGHTS_STREAM, index);
      if (spec === lastKernel) fillGlorotUniform(data, spec, random);
      else fill(data, spec, random);
      return [spec.name, { shape: spec.shape, data }];
    }),
  );
}

function fill(data: Float32Array, spec: WeightSpec, random: Random): void {
  switch (spec.role) {
    case 'kernel':
    case 'depthwiseKernel': {
      const deviation = Math.sqrt(2 / spec.fanIn) / TRUNCATED_DEVIATION;
      for (let i = 0; i < data.length; i++) data[i] = deviation * truncatedNormal(random);
      return;
    }
    case 'gamma':
    case 'movingVariance':
      data.fill(1);
  }
}

function fillGlorotUniform(data: Float32Array, { fanIn, fanOut }: WeightSpec, random: Random): void {
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  for (let i = 0; i < data.length; i++) data[i] = random.uniform(-limit, limit);
}

function truncatedNormal(random: Random): number {
  for (;;) {
    const value = random.normal();
    if (value > -2 && value < 2) return value;
  }
}
