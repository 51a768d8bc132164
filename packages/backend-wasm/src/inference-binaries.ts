import type { Binaries } from './wasm-binary.ts';

/** The kernels of networks that run: half as large as those that train, too. */
export const inferenceBinaries: Binaries = {
  name: 'fer-kernels',
  // Literals: bundlers (Vite, webpack) find and ship files that are written in just this form.
  url(fileName) {
    switch (fileName) {
      case 'fer-kernels-relaxed-threads.wasm':
        return new URL('../build/fer-kernels-relaxed-threads.wasm', import.meta.url);
      case 'fer-kernels-threads.wasm':
        return new URL('../build/fer-kernels-threads.wasm', import.meta.url);
      case 'fer-kernels-relaxed.wasm':
        return new URL('../build/fer-kernels-relaxed.wasm', import.meta.url);
      default:
        return new URL('../build/fer-kernels.wasm', import.meta.url);
    }
  },
};
