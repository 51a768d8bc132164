import type { Binaries } from './wasm-binary.ts';

/** All kernels, for tfjs: those of training among them. */
export const trainingBinaries: Binaries = {
  name: 'fer-training',
  // Literals: see `inferenceBinaries`.
  url(fileName) {
    switch (fileName) {
      case 'fer-training-relaxed-threads.wasm':
        return new URL('../build/fer-training-relaxed-threads.wasm', import.meta.url);
      case 'fer-training-threads.wasm':
        return new URL('../build/fer-training-threads.wasm', import.meta.url);
      case 'fer-training-relaxed.wasm':
        return new URL('../build/fer-training-relaxed.wasm', import.meta.url);
      default:
        return new URL('../build/fer-training.wasm', import.meta.url);
    }
  },
};
