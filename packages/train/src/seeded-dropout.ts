import { createRandom, randomState } from '@fer/core';
import type { FusedTrainingOps, LayerFactory } from '@fer/runtime-tfjs';
import type * as TfCore from '@tensorflow/tfjs-core';
import type * as TfLayers from '@tensorflow/tfjs-layers';
import { DROPOUT_STREAM } from './streams.ts';

/** Dropout layers whose masks are decided by the seed, the layer and the step alone. */
export interface SeededDropout {
  /** Makes the dropout layers of a graph; all other layers are left to tfjs-layers. */
  readonly factory: LayerFactory;
  /**
   * Chooses the masks of the next forward pass.
   *
   * @param step counts from the start of the training
   * @param firstImage of the step's batch, where it is computed in pieces
   */
  setPosition(step: number, firstImage: number): void;
}

/**
 * Dropout that a resumed training repeats exactly. The one of tfjs-layers cannot: with a seed it uses one mask
 * throughout, without one it draws from `Math.random`.
 */
export function createSeededDropout(
  tf: typeof TfCore,
  layers: typeof TfLayers,
  seed: number,
  fusedDropout?: FusedTrainingOps['dropout'],
): SeededDropout {
  let step = 0;
  let firstImage = 0;
  let layerCount = 0;

  class SeededDropoutLayer extends layers.layers.Layer {
    static readonly className = 'SeededDropout';
    readonly #rate: number;
    readonly #index: number;

    constructor(name: string, rate: number, index: number) {
      super({ name });
      this.#rate = rate;
      this.#index = index;
    }

    override call(
      inputs: TfCore.Tensor | TfCore.Tensor[],
      kwargs: { readonly training?: boolean },
    ): TfCore.Tensor {
      const input = Array.isArray(inputs) ? inputs[0]! : inputs;
      if (!kwargs.training || this.#rate === 0) return input;
      const skipped = firstImage * (input.size / input.shape[0]!);
      if (fusedDropout) {
        const state = randomState(seed, DROPOUT_STREAM, this.#index, step);
        return fusedDropout(input, { rate: this.#rate, state, skipped });
      }
      const whole = dropoutMask(skipped + input.size, this.#rate, seed, this.#index, step);
      const mask = whole.subarray(skipped);
      return tf.tidy(() => tf.mul(input, tf.tensor(mask, input.shape)));
    }
  }

  return {
    factory: (node) =>
      node.type === 'dropout' ? new SeededDropoutLayer(node.name, node.rate, layerCount++) : undefined,
    setPosition(nextStep, nextFirstImage) {
      step = nextStep;
      firstImage = nextFirstImage;
    },
  };
}

/**
 * @param rate the share of inputs that is dropped, 0..1; those that are kept are scaled by 1 / (1 - rate)
 * @param layer the index of the dropout layer in its graph
 * @returns `[size]`, 0 or 1 / (1 - rate)
 */
export function dropoutMask(
  size: number,
  rate: number,
  seed: number,
  layer: number,
  step: number,
): Float32Array {
  const random = createRandom(seed, DROPOUT_STREAM, layer, step);
  const scale = 1 / (1 - rate);
  const mask = new Float32Array(size);
  for (let i = 0; i < size; i++) mask[i] = random.next() < rate ? 0 : scale;
  return mask;
}
