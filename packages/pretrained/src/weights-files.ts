import type { PackagedWeights, PretrainedWeightsId } from '@fer/model';

/**
 * The weights of this package. An entry lists what its folder in `weights` holds; the build copies that to `assets`.
 * This file lies as deep as the built one.
 */
export const WEIGHTS_FILES = {
  'tutorial-cnn': {
    'fer.json': () => new URL('../assets/tutorial-cnn-manifest.bin', import.meta.url),
    'weights-1.bin': () => new URL('../assets/tutorial-cnn-weights-1.bin', import.meta.url),
  },
} satisfies Record<PretrainedWeightsId, PackagedWeights[string]>;
