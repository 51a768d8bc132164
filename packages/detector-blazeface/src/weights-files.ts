import type { PackagedWeights } from '@fer/model';

/** The network, which `scripts/build-assets.mjs` makes. This file lies as deep as the built one. */
export const WEIGHTS_FILES = {
  blazeface: {
    'fer.json': () => new URL('../assets/blazeface-manifest.bin', import.meta.url),
    'weights-1.bin': () => new URL('../assets/blazeface-weights-1.bin', import.meta.url),
  },
} satisfies PackagedWeights;
