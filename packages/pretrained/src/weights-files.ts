import type { PackagedWeights, PretrainedWeightsId } from '@fer/model';

/**
 * The weights of this package. An entry lists what its folder in `weights` holds; the build copies that to `assets`.
 * This file lies as deep as the built one.
 */
export const WEIGHTS_FILES = {
  'fer-net-plus': {
    'fer.json': () => new URL('../assets/fer-net-plus-manifest.bin', import.meta.url),
    'weights-1.bin': () => new URL('../assets/fer-net-plus-weights-1.bin', import.meta.url),
  },
  'mini-xception': {
    'fer.json': () => new URL('../assets/mini-xception-manifest.bin', import.meta.url),
    'weights-1.bin': () => new URL('../assets/mini-xception-weights-1.bin', import.meta.url),
  },
  'tutorial-cnn': {
    'fer.json': () => new URL('../assets/tutorial-cnn-manifest.bin', import.meta.url),
    'weights-1.bin': () => new URL('../assets/tutorial-cnn-weights-1.bin', import.meta.url),
  },
} satisfies Record<PretrainedWeightsId, PackagedWeights[string]>;
