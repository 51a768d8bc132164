import type { PackagedWeights } from './weights/sources/packaged.ts';

/** The weights that come with this package. This file lies as deep as the built one. */
export const BUNDLED_FILES: PackagedWeights = {
  'fer-net': {
    'fer.json': () => new URL('../assets/fer-net-manifest.bin', import.meta.url),
    'weights-1.bin': () => new URL('../assets/fer-net-weights-1.bin', import.meta.url),
  },
};

/** The bundled weights that are used where none are asked for. */
export const DEFAULT_WEIGHTS = 'fer-net';
